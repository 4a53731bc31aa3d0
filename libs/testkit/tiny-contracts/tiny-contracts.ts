import { type Catalogue, loadCatalogue } from '#core/catalogue'
import { HubError } from '#core/kernel'

/**
 * The smallest contracts that use every kind: a court makes an order, a desk of the police marks it, and a gap opens
 * when it does not. Specs change one line and see what is said.
 */
export function tinyContracts(): Record<string, string> {
  return { ...FILES }
}

/**
 * The tiny contracts, compiled; `files` are added, or stand in place of those of the same path. No file is read.
 * @throws HubError HUB_CATALOGUE_REFUSED with every fault
 */
export function tinyCatalogue(files: Readonly<Record<string, string>> = {}): Catalogue {
  const texts = Object.entries({ ...FILES, ...files })
  const loaded = loadCatalogue(texts.map(([path, text]) => ({ path, text })))
  if (loaded.ok) return loaded.catalogue
  const lines = loaded.faults.map(({ file, line, says }) => `${file}:${line}: ${says}`)
  throw new HubError('HUB_CATALOGUE_REFUSED', lines.join('\n'))
}

const FILES: Record<string, string> = {
  'organisations/courts.yaml': `
organisation: courts
name: The courts
speaks: [courts]
calendar: england-and-wales
units:
  - unit: courts/a
    name: Court A
    role: court
    publishes: [courts]
    systems: [register]
    ceiling: restricted
    code: A
    extracts: [courts.order.made]
`,
  'organisations/police.yaml': `
organisation: police
name: The police
speaks: [police]
calendar: england-and-wales
units:
  - unit: police/desk
    name: The desk
    role: desk
    publishes: [police]
    systems: [pnc]
    ceiling: restricted
    subscribes:
      - purpose: mark-orders
        scope: everyone
    extracts: [police.marker.updated]
`,
  'organisations/hub.yaml': `
organisation: hub
name: The hub
speaks: [hub]
calendar: england-and-wales
units:
  - unit: hub/reconciler
    name: Reconciler
    role: reconciler
    publishes: [hub]
    ceiling: restricted
`,
  'events/courts/order.made.v1.yaml': `
event: courts.order.made@1
means: A court has made an order.
publisher: court
about: person
handles:
  order: [courtCode, orderId]
marking: restricted
data:
  person: person, M1
  courtCode: court, M4
  orderId: order-number, M4
  kind: order-kind, M4
  madeOn: date, M4
  endsOn: date, M4, optional
  points: count, M4, optional
sets:
  activeOrders: add order from data.madeOn until data.endsOn
accepted:
  - endsOn: absent
refused:
  - kind: WISH
  - orderId: absent
`,
  'events/police/marker.updated.v1.yaml': `
event: police.marker.updated@1
means: The desk has marked an order.
publisher: desk
about: person
handles:
  order: [courtCode, orderId]
marking: restricted
data:
  courtCode: court, M4
  orderId: order-number, M4
  kind: order-kind, M4
  madeOn: date, M4
  full: yes-or-no, M4
`,
  'events/hub/gap.opened.v1.yaml': `
event: hub.gap.opened@1
means: Something that should have happened has not.
publisher: reconciler
about: person
marking: restricted
data:
  rule: text, M0
  details: details, M4, optional
`,
  'events/hub/difference.found.v1.yaml': `
event: hub.difference.found@1
means: Two registers disagree.
publisher: reconciler
about: person
marking: restricted
data:
  comparison: text, M0
  opens: text, M0, optional
`,
  'agreements/courts-to-desk.yaml': `
agreement: courts-to-desk
gives: courts
receives: [police/desk]
purpose: mark-orders
lawfulBasis: [LB2]
registry: ISA-TEST-1
inForce: from 2004-05-01
reviewBy: 2012-04-01
ceiling: restricted
keptFor: 10 years
shares:
  - event: courts.order.made@1
    where: data.kind in ['SOPO', 'NO']
    fields: [M4, person.name]
evidence: A, a test
`,
  'obligations/RR-02-order-marked.v1.yaml': `
obligation: RR-02
says: An order is marked.
source: a test
inForce: from 2004-05-01
onePer: order
opens:
  - courts.order.made
  - hub.difference.found where has(data.opens) && data.opens == 'RR-02'
expects: police.marker.updated where data.full
pausedWhile: person.inCustody
clocks:
  - due: 7 calendar days after opening
    evidence: A, a test
severity: high
ladder:
  at breach: [desk]
carries: [kind]
`,
  'comparisons/RR-61-orders.v1.yaml': `
comparison: RR-61
says: Both hold the same orders.
source: a test
key: order
sides:
  courts: courts.order.made from every court
  pnc: police.marker.updated from police/desk
covers: data.madeOn >= '2004-01-01'
notYetDue: until 10 calendar days after data.madeOn
compares: [kind]
differences:
  absent from pnc:
    means: Nobody sees it.
    opens: RR-02 at once
  kind differs at pnc:
    means: They see another.
    opens: RR-02 at once, as a conflict
staleAfter: 35 calendar days
`,
  'measures/orders-marked.v1.yaml': `
measure: orders-marked
says: The share of orders marked in time.
source: a test
evidence: A
period: month
population:
  every: clock of RR-02
numerator:
  that: was met in time
targets: [at least 50 percent]
severity: medium
ladder:
  at breach: [desk]
`,
  'reference/exclusions.yaml': `
- exclusion: held
  says: Nobody hears of those in custody.
  when: person.inCustody
  never: [desk]
  evidence: A, a test
`,
  'reference/profile.yaml': `
activeOrders:
  says: The orders in force.
  type: set of order
  authority: courts.order
  disagreement: conflict, to desk
  whenMerged: keep both
inCustody:
  says: Whether the person is held.
  type: yes or no
  authority: courts.order
  disagreement: none
  whenMerged: keep latest
owner:
  says: The unit responsible.
  type: text
  authority: courts.order
  disagreement: none
  whenMerged: keep latest
`,
  'reference/purposes.yaml': `
mark-orders: { says: Orders are marked. }
`,
  'reference/lawful-bases.yaml': `
LB2: { says: An Act., evidence: A }
`,
  'reference/field-sets.yaml': `
M0: { says: The pointer. }
M1: { says: Who it is. }
M4: { says: The terms. }
`,
  'reference/roles.yaml': `
court: { says: Makes orders., found: by data.courtCode }
desk: { says: Marks orders., found: everyone }
reconciler: { says: Notices., found: everyone }
`,
  'reference/routing.yaml': `
- step: owner
  says: The unit responsible.
  finds: unit
  from: person.owner
`,
  'reference/identifiers.yaml': `
order:
  says: An order of a court.
  of: handle
  canonical: parts
  pattern: ^[A-Z0-9]+/.+$
  check: none
  perPerson: many
  strength: 9
  parts: [courtCode, orderId]
  source: A, a test
`,
  'reference/calendars.yaml': `
england-and-wales:
  says: Working days.
  source: A, a test
  zone: Europe/London
  covers: ['2004-01-01', '2014-12-31']
  holidays: ['2011-12-26']
`,
  'reference/vocabulary.yaml': `
person:
  says: A person.
  schema:
    type: object
    additionalProperties: false
    minProperties: 1
    properties:
      name: { type: string }
      born: { type: string, format: date }
  sample: { name: Sample, born: '1970-01-31' }
court: { says: A court., schema: { type: string, pattern: '^[A-Z]$' }, sample: A }
order-number: { says: The order's number., schema: { type: string, minLength: 1 }, sample: '7' }
order-kind: { says: The kind of order., schema: { enum: [SOPO, NO] }, sample: SOPO }
date: { says: A day., schema: { type: string, format: date }, sample: '2011-04-26' }
count: { says: A count., schema: { type: integer, minimum: 0 }, sample: 3 }
yes-or-no: { says: Yes or no., schema: { type: boolean }, sample: true }
text: { says: Words., schema: { type: string, minLength: 1 }, sample: words }
details: { says: What the rule carries., schema: { type: object }, sample: { courtCode: A } }
`,
}
