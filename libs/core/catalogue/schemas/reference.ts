import * as words from './words.js'

export const profile = words.mapping(
  'What the hub keeps about a person, dated, folded from facts.',
  words.record('One field of the profile.', ['says', 'type', 'authority', 'disagreement', 'whenMerged'], {
    says: words.sentence,
    type: {
      type: 'string',
      pattern: `^(?:yes or no|(?:set of )?${words.NAME})$`,
      description: '`yes or no`, a type of the vocabulary, or `set of` a handle or type',
    },
    authority: words.oneOrMore({ type: 'string', minLength: 1 }),
    alsoSaidBy: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true },
    disagreement: {
      type: 'string',
      pattern: `^(?:none|conflict(?:, to ${words.NAME})?)$`,
      description: '`none`, or `conflict, to <role>`',
    },
    whenMerged: { enum: ['keep both', 'keep latest'] },
  }),
  '[a-z][A-Za-z0-9]*',
)

export const fieldSets = words.mapping(
  'Named sets of fields, from nothing (M0) to the most delicate (M8).',
  words.record('One field set.', ['says'], { says: words.sentence }),
  'M[0-8]',
)

export const roles = words.mapping(
  'Who bears which duty, and how that unit is found for a fact.',
  words.record('One role.', ['says', 'found'], {
    says: words.sentence,
    found: {
      type: 'string',
      pattern:
        '^(?:everyone|owner|beside the owner|by (?:code |area |unit )?data(?:\\.[A-Za-z][A-Za-z0-9]*)+(?:, else data(?:\\.[A-Za-z][A-Za-z0-9]*)+)*)$',
      description:
        '`everyone`, `owner`, `beside the owner` (in the area of whoever owns the person), or `by data.courtCode, else data.details.courtCode` (`by area data.borough` for areas, `by unit data.toUnit` for the unit that the fact names)',
    },
  }),
)

export const routing = {
  type: 'array',
  minItems: 1,
  description: 'Who is responsible for a person: the first step that finds a unit is taken.',
  items: words.record('One step.', ['step', 'says', 'finds', 'from'], {
    step: words.name,
    says: words.sentence,
    finds: { enum: ['unit', 'area'] },
    from: words.expression,
    role: words.name,
  }),
}

export const vocabulary = words.mapping(
  'The types of data that events are made of.',
  words.record('One type: what it is, its JSON Schema 2020-12 and a sample.', ['says', 'schema', 'sample'], {
    says: words.sentence,
    schema: { type: 'object' },
    sample: {},
    members: {
      type: 'object',
      description: 'Members of an object that belong to another field set than the field itself.',
      additionalProperties: { type: 'string', pattern: '^M[0-8]$', description: 'a field set' },
    },
  }),
)

export const purposes = words.mapping(
  'Why a unit wants facts. A unit subscribes to a purpose, an agreement serves one.',
  words.record('One purpose.', ['says'], { says: words.sentence }),
)

export const lawfulBases = words.mapping(
  'The codes of law that agreements cite.',
  words.record('One basis.', ['says', 'evidence'], { says: words.sentence, evidence: words.evidence }),
  'LB[0-9]{1,3}',
)
