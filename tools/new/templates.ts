import type { Catalogue } from '#core/catalogue'
import { namespaceOf } from '#core/messages'

/** A file to be written, its path from the repository's root. */
export interface Scaffold {
  path: string
  text: string
}

/** The line by which editors find the schema that completes what is typed. */
function schemaLine(kind: string, depth: number): string {
  return `# yaml-language-server: $schema=${'../'.repeat(depth)}schemas/${kind}.schema.json\n`
}

/** An event that loads as it stands: one field for each that most events have. @throws Error with what to type instead. */
export function newEvent(catalogue: Catalogue, type: string): Scaffold {
  if (!/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*){2}$/.test(type))
    throw new Error(`${type} is not <namespace>.<noun>.<past participle>, such as courts.warrant.issued.`)
  const namespace = namespaceOf(type)
  const unit = [...catalogue.units.values()].find(({ publishes }) => publishes.includes(namespace))
  if (unit === undefined)
    throw new Error(`No unit publishes ${namespace}: let one do so in organisations/ first.`)
  const versions = [...catalogue.events.values()]
    .filter((event) => event.type === type)
    .map(({ version }) => version)
  const version = Math.max(0, ...versions) + 1
  const noun = type.slice(namespace.length + 1)
  const text = `${schemaLine('event', 2)}event: ${type}@${version}
means: What has happened, in one sentence that somebody outside the agency understands.
publisher: ${unit.role}
about: person
marking: restricted
# field: type of reference/vocabulary.yaml, field set, and \`optional\` where it may be absent
data:
  person: person, M1
  caseRef: case-reference, M0, optional
  happenedOn: date, M4
accepted:
  - caseRef: absent
refused:
  - happenedOn: absent
`
  return { path: `contracts/events/${namespace}/${noun}.v${version}.yaml`, text }
}

export interface AgreementChoice {
  gives: string
  to: string
  event: string
}

/** An agreement that gives one event to one unit, for the first purpose that the unit subscribes to. */
export function newAgreement(
  catalogue: Catalogue,
  name: string,
  { gives, to, event }: AgreementChoice,
): Scaffold {
  const unit = catalogue.units.get(to)
  if (unit === undefined) throw new Error(`There is no unit ${to}.`)
  const [subscription] = unit.subscribes
  if (subscription === undefined)
    throw new Error(`${to} subscribes to no purpose: let it do so in organisations/ first.`)
  const contract = catalogue.events.get(event)
  if (contract === undefined) throw new Error(`There is no event ${event}.`)
  const sets = [...new Set([...contract.fields.values()].map(({ set }) => set))].sort()
  const text = `${schemaLine('agreement', 1)}agreement: ${name}
gives: ${gives}
receives: [${to}]
purpose: ${subscription.purpose}
lawfulBasis: [LB1]
registry: ISA-DRAFT
inForce: from 2012-01-01
reviewBy: 2013-01-01
ceiling: ${unit.ceiling}
keptFor: 10 years
shares:
  - event: ${event}
    # where: a condition, for some rows only
    fields: [${sets.join(', ')}]
evidence: A, to be confirmed by whoever signs it
`
  return { path: `contracts/agreements/${name}.yaml`, text }
}

export interface ObligationChoice {
  opens: string
  expects: string
}

/** A rule that one fact follows another within seven days, one case for each person. */
export function newObligation(
  catalogue: Catalogue,
  name: string,
  slug: string,
  { opens, expects }: ObligationChoice,
): Scaffold {
  if (!/^RR-\d{2,3}[a-z]?$/.test(name)) throw new Error(`${name} is not a rule such as RR-85.`)
  const opening = [...catalogue.events.values()].find(({ type }) => type === opens)
  if (opening === undefined) throw new Error(`There is no event ${opens}.`)
  const following = [...catalogue.events.values()].find(({ type }) => type === expects)
  if (following === undefined) throw new Error(`There is no event ${expects}.`)
  const handle = [...opening.handles.keys()].find((scheme) => following.handles.has(scheme))
  const role = following.publishers[0] ?? ''
  const text = `${schemaLine('obligation', 1)}obligation: ${name}
says: What must follow, in one sentence.
source: where this is said
inForce: from 2012-01-01
onePer: ${handle ?? 'person'}
opens: ${opens}
expects: ${expects}
clocks:
  - due: 7 calendar days after opening
    evidence: A, to be confirmed
severity: medium
ladder:
  at breach: [${role}]
`
  return { path: `contracts/obligations/${name}-${slug}.v1.yaml`, text }
}

export interface ComparisonChoice {
  key: string
  left: string
  right: string
}

/** A comparison of two registers whose rows are shaped as two events, joined on a handle that both declare. */
export function newComparison(
  catalogue: Catalogue,
  name: string,
  slug: string,
  { key, left, right }: ComparisonChoice,
): Scaffold {
  if (!/^RR-\d{2,3}[a-z]?$/.test(name)) throw new Error(`${name} is not a rule such as RR-85.`)
  const rows = [left, right].map((wanted) => {
    const event = [...catalogue.events.values()].find(({ type }) => type === wanted)
    if (event === undefined) throw new Error(`There is no event ${wanted}.`)
    if (!event.handles.has(key)) throw new Error(`${wanted} does not declare the handle ${key}.`)
    return event
  })
  const both = [...(rows[0]?.fields.keys() ?? [])].filter((field) => rows[1]?.fields.has(field))
  const key0 = new Set(rows[0]?.handles.get(key) ?? [])
  const compared = both.filter(
    (field) => !key0.has(field) && !['person', 'borough', 'caseRef'].includes(field),
  )
  const from = (index: number): string => `every ${rows[index]?.publishers[0] ?? ''}`
  const text = `${schemaLine('comparison', 1)}comparison: ${name}
says: What both registers must agree on, in one sentence.
source: where this is said
key: ${key}
sides:
  left: ${left} from ${from(0)}
  right: ${right} from ${from(1)}
compares: [${compared.join(', ')}]
differences:
  absent from right:
    means: What it means that the right side lacks it.
    opens: nothing, listed in the coverage statement
staleAfter: 35 calendar days
`
  return { path: `contracts/comparisons/${name}-${slug}.v1.yaml`, text }
}

/** The next decision record, numbered after those that stand. */
export function newDecision(standing: readonly string[], title: string): Scaffold {
  const numbers = standing.map((file) => Number(/^(\d{4})-/.exec(file)?.[1] ?? 0))
  const number = String(Math.max(0, ...numbers) + 1).padStart(4, '0')
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const text = `# ${Number(number)}. ${title}

## Context

What made a decision necessary.

## Options

What was considered, and what was measured or read about each.

## Decision

## Consequences

What becomes easier, what becomes harder, and when this is to be looked at again.
`
  return { path: `docs/decisions/${number}-${slug}.md`, text }
}
