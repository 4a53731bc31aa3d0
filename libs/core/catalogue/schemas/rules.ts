import * as words from './words.js'

const patterns = words.oneOrMore(words.factPattern)
const ruleName = {
  type: 'string',
  pattern: words.RULE_NAME,
  description: 'a rule such as RR-02, or one step of it such as RR-36a',
}

const clock = words.record('One deadline; the first that is missed opens the gap.', ['due', 'evidence'], {
  due: { type: 'string', minLength: 3, maxLength: 400 },
  warn: { type: 'string', minLength: 3, maxLength: 100 },
  of: { type: 'string', minLength: 3, maxLength: 100, description: 'what it waits for, in words' },
  onlyIf: words.expression,
  expects: patterns,
  precededBy: words.factPattern,
  evidence: words.evidence,
})

export const obligation = words.record(
  'What must follow, or must have come before.',
  ['obligation', 'says', 'source', 'onePer', 'opens', 'clocks', 'severity', 'ladder'],
  {
    obligation: ruleName,
    says: words.sentence,
    source: words.sentence,
    inForce: words.period,
    onePer: words.oneOrMore({
      type: 'string',
      pattern: `^(?:${words.NAME}|data(?:\\.[A-Za-z][A-Za-z0-9]*)+)$`,
      description: 'a handle (order), person, unit, or a path (data.details.courtCode)',
    }),
    kind: {
      description: 'By which of its ways the gap is found; worked out from the rule where it is not said.',
      enum: ['follow-up', 'quality', 'comparison', 'sequence', 'silence', 'identity'],
    },
    each: words.expression,
    opens: patterns,
    expects: patterns,
    precededBy: words.factPattern,
    within: words.duration,
    match: words.name,
    conflicts: patterns,
    reopens: patterns,
    cancels: patterns,
    putRight: words.record('What shows that a cancellation was a mistake.', ['by', 'within'], {
      by: words.factPattern,
      within: words.duration,
    }),
    pausedWhile: words.expression,
    wait: words.duration,
    restarts: {
      description:
        'When a further opening begins another cycle; worked out from onePer where it is not said.',
      enum: ['when ended', 'at another date', 'at each opening'],
    },
    listed: words.record('The daily list on which a case stands until it ends.', ['daily', 'for'], {
      daily: {
        type: 'string',
        pattern: '^at (?:[01][0-9]|2[0-3]):[0-5][0-9]$',
        description: 'written as `at 07:00`, in London',
      },
      for: words.names,
    }),
    clocks: { type: 'array', items: clock, minItems: 1 },
    severity: words.severity,
    ladder: words.ladder,
    carries: {
      type: 'array',
      uniqueItems: true,
      items: {
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9]*(?:\\.[A-Za-z][A-Za-z0-9]*)*(?: from .+)?$',
        description: 'a field of the opening fact, or `<name> from <CEL expression>`',
      },
    },
  },
)

const difference = words.record('What one kind of difference means.', ['means', 'opens'], {
  means: words.sentence,
  opens: {
    type: 'string',
    pattern: '^(?:RR-[0-9]{2,3}[a-z]? at once(?:, as a conflict)?|nothing(?:, .+)?)$',
    description:
      'written as `RR-02 at once`, `RR-02 at once, as a conflict`, or `nothing, listed in the coverage statement`',
  },
})

export const comparison = words.record(
  'What registers must agree on.',
  ['comparison', 'says', 'source', 'key', 'sides', 'compares', 'differences', 'staleAfter'],
  {
    comparison: ruleName,
    says: words.sentence,
    source: words.sentence,
    key: words.name,
    sides: {
      type: 'object',
      minProperties: 2,
      maxProperties: 3,
      additionalProperties: {
        type: 'string',
        pattern: `^${words.EVENT_TYPE}(?:@[1-9][0-9]{0,3})? from (?:every )?${words.NAME}(?:/${words.NAME})?$`,
        description: 'written as `<event type> from every <role>`, `from <role>` or `from <unit>`',
      },
    },
    covers: words.expression,
    heldWhen: {
      type: 'object',
      minProperties: 1,
      description:
        'By side: when a row counts as held; one that says the register holds it no more is as absent.',
      additionalProperties: words.expression,
    },
    notYetDue: { type: 'string', pattern: '^until .+$', description: 'written as `until <clock>`' },
    noLongerDue: {
      type: 'string',
      pattern: '^after data(?:\\.[A-Za-z][A-Za-z0-9]*)+$',
      description: 'written as `after data.endsOn`',
    },
    compares: { type: 'array', uniqueItems: true, items: { type: 'string', minLength: 1 } },
    differences: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: '^(?:absent from \\S+|\\S+ differ(?:s)? at \\S+)$' },
      additionalProperties: difference,
    },
    staleAfter: words.duration,
  },
)

export const measure = words.record(
  'What is counted, and which figure must be met.',
  [
    'measure',
    'says',
    'source',
    'evidence',
    'period',
    'population',
    'numerator',
    'targets',
    'severity',
    'ladder',
  ],
  {
    measure: words.name,
    says: words.sentence,
    source: words.sentence,
    evidence: words.evidence,
    period: { enum: ['month', 'quarter', 'year'] },
    per: { type: 'string', minLength: 1 },
    population: words.record('Whom or what is counted.', ['every'], {
      every: words.sentence,
      that: words.sentence,
    }),
    numerator: words.record('Which of them count as met.', ['that'], { that: words.sentence }),
    targets: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'string',
        pattern: '^at (?:least|most) [0-9.]+ [a-z ]+?(?: from [0-9]{4}-[0-9]{2}-[0-9]{2})?$',
        description: 'written as `at least 75 percent from 2005-07-01`',
      },
    },
    missedFor: { type: 'string', pattern: '^[0-9]+ periods?$', description: 'written as `2 periods`' },
    whenNone: words.sentence,
    severity: words.severity,
    ladder: words.ladder,
  },
)
