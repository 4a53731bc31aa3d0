import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONTRACTS_DIR } from '#testkit/catalogue'

/** Agreements as the journey has them: some end, one is signed late, and two are mistakes that somebody made. */
export function changedAgreements(): Record<string, string> {
  const ending = (name: string, until: string): Record<string, string> => {
    const file = `agreements/${name}.yaml`
    const text = readFileSync(join(CONTRACTS_DIR, file), 'utf8')
    return { [file]: text.replace('inForce: from 2004-05-01', `inForce: from 2004-05-01 until ${until}`) }
  }
  return {
    ...ending('courts-to-pnc-bureau', '2011-10-15'),
    ...ending('memorandum-hyi', '2011-10-01'),
    ...agreement('mappa-to-immigration-enforcement', {
      gives: 'mappa-office',
      receives: 'immigration/criminal-casework',
      purpose: 'join-mappa',
      inForce: 'from 2013-11-01',
      event: 'mappa.level.changed@1',
      fields: ['M0', 'M2'],
    }),
    ...agreement('mistaken-victims-to-probation', {
      gives: 'probation',
      receives: 'probation/london',
      purpose: 'supervise-the-offender',
      event: 'victim.contact.registered@1',
      fields: ['M1', 'M6'],
      ceiling: 'confidential',
    }),
    ...agreement('mistaken-persons-to-victim-support', {
      gives: 'mappa-office',
      receives: 'victim-support/london',
      purpose: 'monitor-mappa',
      event: 'mappa.level.changed@1',
      fields: ['M1', 'M2'],
    }),
  }
}

interface Terms {
  gives: string
  receives: string
  purpose: string
  event: string
  fields: readonly string[]
  inForce?: string
  ceiling?: string
}

function agreement(name: string, terms: Terms): Record<string, string> {
  const {
    gives,
    receives,
    purpose,
    event,
    fields,
    inForce = 'from 2004-05-01',
    ceiling = 'restricted',
  } = terms
  const text = `
agreement: ${name}
gives: ${gives}
receives: [${receives}]
purpose: ${purpose}
lawfulBasis: [LB1]
registry: TEST-0001
inForce: ${inForce}
reviewBy: 2014-04-01
ceiling: ${ceiling}
keptFor: 10 years
shares:
  - event: ${event}
    fields: [${fields.join(', ')}]
evidence: A, a test
`
  return { [`agreements/${name}.yaml`]: text }
}

/** The nine of MISSION J10 (and the agreement that ends): the fact, who may not have it, and why not. */
export const DENIALS: readonly (readonly [
  title: string,
  fact: string,
  unit: string,
  reason: string,
  by: string | null,
])[] = [
  [
    'a prison’s release, without its memorandum',
    'release-from-hyi',
    'police/piu',
    'no-agreement-in-force',
    'memorandum-hyi',
  ],
  [
    'a level to immigration before it had to co-operate',
    'level-before-the-duty',
    'immigration/criminal-casework',
    'no-agreement-in-force',
    'mappa-to-ukba',
  ],
  [
    'a level to Immigration Enforcement before its memorandum',
    'level-before-the-memorandum',
    'immigration/criminal-casework',
    'no-agreement-in-force',
    'mappa-to-ukba',
  ],
  [
    'a conference’s case to a guest who has not signed',
    'conference-unsigned',
    'marac-partners/domestic-abuse-advice',
    'no-agreement-in-force',
    'domestic-abuse-protocol-advice',
  ],
  ['a juvenile’s score', 'score-of-a-juvenile', 'police/iom-north-west', 'excluded', 'juvenile-in-ogrs'],
  [
    'a potentially dangerous person to probation',
    'record-of-pdp',
    'probation/london',
    'excluded',
    'potentially-dangerous-person',
  ],
  ['a victim’s name, though somebody signed for it', 'victim', 'probation/london', 'excluded', 'victim'],
  [
    'a person to Victim Support, though somebody signed for it',
    'level-of-a-person',
    'victim-support/london',
    'excluded',
    'figures-only',
  ],
  [
    'a record to a user whose clearance is over',
    'record-after-clearance',
    'mappa-office/havering-administrator',
    'not-cleared',
    'mappa-office/havering-administrator',
  ],
  [
    'an order under an agreement that has ended',
    'order-after',
    'police/pnc-bureau',
    'no-agreement-in-force',
    'courts-to-pnc-bureau',
  ],
]

/** The same kind of fact where it may be had: exactly these members reach the unit. */
export const SHARED: readonly (readonly [fact: string, unit: string, members: readonly string[]])[] = [
  ['release-from-bxi', 'police/piu', ['licence', 'person', 'prison', 'reason']],
  [
    'level-under-the-duty',
    'immigration/criminal-casework',
    ['category', 'decidedOn', 'from', 'person', 'to'],
  ],
  ['level-under-the-memorandum', 'immigration/criminal-casework', ['category', 'decidedOn', 'from', 'to']],
  ['conference-unsigned', 'marac-partners/housing', ['actions', 'heldOn', 'invited', 'person']],
  ['conference-signed', 'marac-partners/domestic-abuse-advice', ['actions', 'heldOn', 'invited', 'person']],
  ['score-of-an-adult', 'police/iom-north-west', ['adult', 'person', 'score']],
  ['record-of-rso', 'probation/london', ['visorRef']],
  [
    'figures',
    'victim-support/london',
    ['borough', 'disclosureConsidered', 'level2Reviewed', 'level3Reviewed', 'month', 'rightGrade'],
  ],
  ['record-while-cleared', 'mappa-office/havering-administrator', ['nominalType', 'owner', 'visorRef']],
  [
    'order-before',
    'police/pnc-bureau',
    ['conditions', 'courtCode', 'madeOn', 'orderId', 'orderType', 'person'],
  ],
]
