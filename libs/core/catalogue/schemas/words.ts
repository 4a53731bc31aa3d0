/** Fragments that several kinds of contract share. A `description` after a `pattern` completes "must be …" in a fault. */
export const NAME = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*'
export const EVENT_TYPE = `${NAME}(?:\\.${NAME}){2}`

const patterned = (pattern: string, description: string): object => ({
  type: 'string',
  pattern: `^${pattern}$`,
  description,
})

export const sentence = { type: 'string', minLength: 3, maxLength: 2_000 }
export const name = patterned(NAME, 'a name in lower case with hyphens')
export const organisationName = name
export const unitName = patterned(`${NAME}/${NAME}`, 'a unit as <organisation>/<unit>')
export const eventName = patterned(
  `${EVENT_TYPE}@[1-9][0-9]{0,3}`,
  'an event at a version, such as courts.order-copy.sent@1',
)
export const eventType = patterned(
  EVENT_TYPE,
  'a type of event in three words, such as courts.order-copy.sent',
)
export const factPattern = patterned(
  `${EVENT_TYPE}(?: for every ${NAME})?(?:\\s+where\\s[\\s\\S]+)?`,
  'an event type without a version, optionally followed by `where` and a condition',
)
export const date = patterned('[0-9]{4}-[0-9]{2}-[0-9]{2}', 'a date as YYYY-MM-DD')
export const period = patterned(
  'from [0-9]{4}-[0-9]{2}-[0-9]{2}(?: until [0-9]{4}-[0-9]{2}-[0-9]{2})?',
  'a period as `from YYYY-MM-DD`, optionally `until YYYY-MM-DD`',
)
const LENGTH = '[0-9]{1,4} (?:calendar days?|working days?|weeks?|months?|years?|hours?|minutes?)'
export const duration = patterned(LENGTH, 'a length of time such as `35 calendar days`')
/** How long a fact stands. */
export const standing = patterned(
  `(?:until data\\.[a-z][A-Za-z0-9]*, at most )?${LENGTH}`,
  'a length of time such as `1 year`, or the fact’s own date and a bound: `until data.endsOn, at most 60 years`',
)
export const evidence = {
  type: 'string',
  pattern: '^[SVKA](?:,? .+)?$',
  description:
    'evidence: S (stated in a seed), V (verified public source), K (known, unverified) or A (assumed), and where',
}
export const marking = { enum: ['not-protectively-marked', 'protect', 'restricted', 'confidential'] }
/** How bad a gap is, the worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'advice'] as const
export const severity = { enum: [...SEVERITIES].reverse() }
/** A rule, or one step of it. */
export const RULE_NAME = '^RR-[0-9]{2,3}[a-z]?$'
export const expression = { type: 'string', minLength: 1, maxLength: 2_000, description: 'a CEL expression' }
export const names = { type: 'array', items: name, minItems: 1, uniqueItems: true }
export const ladder = {
  type: 'object',
  description: 'When, counted from the breach, and which roles are told.',
  additionalProperties: names,
  minProperties: 1,
}

/** One item or a list of them, as is read most easily. Said with `if`, so that a fault speaks of the branch that was meant. */
export const oneOrMore = (item: object): object => ({
  if: { type: 'array' },
  then: { type: 'array', items: item, minItems: 1 },
  else: item,
})

/** An object whose fields are all known. */
export function record(
  description: string,
  required: readonly string[],
  properties: Record<string, object>,
): object {
  return { type: 'object', description, additionalProperties: false, required: [...required], properties }
}

/** A file that maps names to entries of one shape. */
export function mapping(description: string, entry: object, keys: string = NAME): object {
  return {
    type: 'object',
    description,
    minProperties: 1,
    propertyNames: { pattern: `^${keys}$` },
    additionalProperties: entry,
  }
}
