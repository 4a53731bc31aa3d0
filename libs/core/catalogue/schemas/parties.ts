import * as words from './words.js'

const subscription = words.record(
  'A purpose the unit wants facts for, and about whom.',
  ['purpose', 'scope'],
  {
    purpose: words.name,
    scope: { enum: ['everyone', 'owned', 'named', 'told'] },
  },
)

const unit = words.record(
  'A part of the organisation that publishes and receives.',
  ['unit', 'name', 'role', 'ceiling'],
  {
    unit: words.unitName,
    name: words.sentence,
    role: words.name,
    publishes: { type: 'array', items: words.name, uniqueItems: true },
    systems: { type: 'array', items: words.name, uniqueItems: true },
    ceiling: words.marking,
    cleared: words.period,
    subscribes: { type: 'array', items: subscription },
    area: { type: 'string', pattern: '^[A-Z][0-9]{8}$', description: 'a GSS code such as E09000023' },
    code: { type: 'string', minLength: 1, maxLength: 20 },
    calendar: words.name,
    extracts: { type: 'array', items: words.eventType, uniqueItems: true },
  },
)

export const organisation = words.record(
  'Who takes part: a legal party and its units.',
  ['organisation', 'name', 'speaks', 'calendar', 'units'],
  {
    organisation: words.organisationName,
    name: words.sentence,
    speaks: words.names,
    alsoSpeaks: words.names,
    calendar: words.name,
    units: { type: 'array', items: unit, minItems: 1 },
  },
)

const share = words.record('One event, which of its rows, and which of its fields.', ['event', 'fields'], {
  event: words.eventName,
  where: words.expression,
  fields: {
    type: 'array',
    minItems: 1,
    uniqueItems: true,
    items: {
      type: 'string',
      pattern: '^[A-Za-z][A-Za-z0-9]*(?:\\.[A-Za-z][A-Za-z0-9]*)*$',
      description: 'a field set (M4), a field, or a member of a field (details.courtCode)',
    },
  },
})

const giver = {
  type: 'string',
  pattern: `^${words.NAME}(?:/${words.NAME})?$`,
  description: 'an organisation, or a unit that signs for itself',
}

const wholeAgreement = words.record(
  'Who may hear it: an information-sharing agreement, or inside one organisation an internal-use file.',
  [
    ...[
      'agreement',
      'gives',
      'receives',
      'purpose',
      'lawfulBasis',
      'registry',
      'inForce',
      'reviewBy',
      'ceiling',
    ],
    ...['keptFor', 'shares', 'evidence'],
  ],
  {
    agreement: words.name,
    says: words.sentence,
    gives: giver,
    signedBy: {
      enum: ['each unit'],
      description: 'a frame: it gives nothing until a unit has signed under it',
    },
    receives: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {
        type: 'string',
        pattern: `^(?:${words.NAME}/${words.NAME}|(?:every )?${words.NAME})$`,
        description: 'a unit (police/pnc-bureau) or every unit of a role (every borough-jigsaw)',
      },
    },
    purpose: words.name,
    lawfulBasis: {
      type: 'array',
      minItems: 1,
      items: { type: 'string', pattern: '^LB[0-9]{1,3}$', description: 'a lawful basis such as LB2' },
    },
    registry: { type: 'string', minLength: 1, maxLength: 60 },
    inForce: words.period,
    reviewBy: words.date,
    ceiling: words.marking,
    keptFor: words.duration,
    shares: { type: 'array', items: share, minItems: 1 },
    evidence: words.evidence,
  },
)

const signedAgreement = words.record(
  'What a unit signs under a frame; the terms are those of the frame.',
  ['agreement', 'under', 'gives', 'registry', 'inForce', 'reviewBy', 'evidence'],
  {
    agreement: words.name,
    says: words.sentence,
    under: words.name,
    gives: words.unitName,
    registry: { type: 'string', minLength: 1, maxLength: 60 },
    inForce: words.period,
    reviewBy: words.date,
    evidence: words.evidence,
  },
)

export const agreement = {
  description: 'Who may hear it: an agreement, or what a unit signs under one.',
  if: { required: ['under'] },
  then: signedAgreement,
  else: wholeAgreement,
}

export const exclusions = {
  type: 'array',
  description: 'Who may never hear what, whatever an agreement says.',
  items: words.record('One exclusion.', ['exclusion', 'says', 'when', 'never', 'evidence'], {
    exclusion: words.name,
    says: words.sentence,
    when: words.expression,
    never: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'string',
        pattern: `^(?:${words.NAME}/${words.NAME}|(?:every )?${words.NAME})$`,
        description: 'a unit, a role, or an organisation',
      },
    },
    evidence: words.evidence,
  }),
}
