import * as words from './words.js'

const dataLine = {
  type: 'string',
  pattern: `^${words.NAME},\\s*M[0-8](?:,\\s*optional)?$`,
  description: 'written as type, field set, and `optional` where it may be absent: `court, M4, optional`',
}

const example = {
  type: 'object',
  description: 'Fields that differ from the samples; `absent` leaves a field out.',
}

export const event = words.record(
  'What may be said: one fact in the past tense, at one version.',
  ['event', 'means', 'publisher', 'about', 'marking', 'data'],
  {
    event: words.eventName,
    means: words.sentence,
    publisher: words.oneOrMore(words.name),
    about: { enum: ['person', 'nobody'] },
    handles: words.mapping('Handles the fact names, and the fields that make each.', {
      type: 'array',
      minItems: 1,
      items: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9.]*$', description: 'a field of data' },
    }),
    marking: words.marking,
    data: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: '^[a-z][A-Za-z0-9]*$' },
      additionalProperties: dataLine,
    },
    sets: {
      type: 'object',
      propertyNames: { pattern: '^[a-z][A-Za-z0-9]*$' },
      additionalProperties: words.oneOrMore({
        type: 'string',
        pattern: '^(?:set|add|remove) \\S[\\s\\S]*$',
        description: 'written as `add|remove|set <value> [from <date>] [until <date>] [when <condition>]`',
      }),
    },
    names: words.expression,
    offersStandingTo: words.expression,
    stands: words.standing,
    evidence: words.evidence,
    accepted: { type: 'array', items: example },
    refused: { type: 'array', items: { ...example, minProperties: 1 } },
  },
)
