import { CANONICAL_FORMS, SUBJECT_KINDS } from '#core/identifiers'
import * as words from './words.js'

export const boroughs = words.mapping(
  'The areas of London, by their GSS codes.',
  words.record('One area.', ['name'], {
    name: { type: 'string', minLength: 1 },
    registered2014: { type: 'integer', minimum: 0, description: 'registered offenders on 31 March 2014' },
  }),
  'E[0-9]{8}',
)

export const calendars = words.mapping(
  'Days on which no work is done, by the name that organisations give their calendar.',
  words.record('One calendar.', ['says', 'source', 'zone', 'covers', 'holidays'], {
    says: words.sentence,
    source: words.sentence,
    zone: { const: 'Europe/London', description: 'Europe/London, the only zone deadlines are judged in' },
    covers: {
      type: 'array',
      items: words.date,
      minItems: 2,
      maxItems: 2,
      description: 'its first day and its last; it answers for no other',
    },
    holidays: { type: 'array', items: words.date, uniqueItems: true },
  }),
)

export const identifiers = words.mapping(
  'Every identifier that a subject or a payload may carry.',
  words.record(
    'One scheme.',
    ['says', 'of', 'canonical', 'pattern', 'check', 'perPerson', 'strength', 'source'],
    {
      says: words.sentence,
      of: { enum: SUBJECT_KINDS },
      canonical: { enum: CANONICAL_FORMS },
      parts: {
        type: 'array',
        items: { type: 'string', minLength: 1 },
        minItems: 1,
        description: 'the data fields of which a handle is made, in order; with `canonical: parts` only',
      },
      pattern: {
        type: 'string',
        pattern: '^\\^.*\\$$',
        description: 'a regular expression from ^ to $, of the canonical form',
      },
      check: { enum: ['mod23', 'none'] },
      perPerson: { enum: ['one', 'many'] },
      strength: { type: 'integer', minimum: 1, description: '1 is the strongest' },
      source: words.sentence,
    },
  ),
  '[a-z][A-Za-z0-9-]*',
)

export const resultCodes = words.mapping(
  'What courts record, by the result code of criminal justice systems.',
  {
    ...words.record('One code.', ['says'], {
      says: words.sentence,
      orderType: { type: 'string', minLength: 1, description: 'where the result is a prevention order' },
      interim: { type: 'boolean', description: 'whether it holds only for the time being' },
    }),
    dependentRequired: { orderType: ['interim'], interim: ['orderType'] },
  },
  '[0-9]{4}',
)
