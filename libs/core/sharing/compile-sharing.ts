import type { Agreement, EventContract, Scope, Unit, UnitSelector } from '#core/catalogue'
import { HubError } from '#core/kernel'
import { type Projector, projectorOf } from './projector.js'
import {
  type EventPlan,
  inScopeOf,
  type Listener,
  type Offered,
  rankOf,
  type SharingContracts,
  type SharingPolicy,
} from './sharing-policy.js'

/** Compiles the catalogue for `decideSharing`; a plan for each event follows on first use. */
export function compileSharing(catalogue: SharingContracts): SharingPolicy {
  const plans = new Map<string, EventPlan>()
  const purposes = purposesByType(catalogue)
  return {
    catalogue: catalogue.hash,
    units: catalogue.units,
    roles: catalogue.roles,
    routing: catalogue.routing,
    bearers: bearersOf(catalogue.units),
    planOf(event) {
      let plan = plans.get(event)
      if (plan === undefined) {
        plan = planFor(catalogue, event, purposes)
        plans.set(event, plan)
      }
      return plan
    },
  }
}

/** A purpose is one that a type of event serves if any agreement, with whomever and since whenever, gives it for that. */
function purposesByType({ agreements }: SharingContracts): ReadonlyMap<string, ReadonlySet<string>> {
  const byType = new Map<string, Set<string>>()
  for (const { purpose, shares } of agreements)
    for (const { event } of shares) {
      const type = typeOf(event)
      byType.set(type, (byType.get(type) ?? new Set()).add(purpose))
    }
  return byType
}

function planFor(
  catalogue: SharingContracts,
  event: string,
  purposesOfType: ReadonlyMap<string, ReadonlySet<string>>,
): EventPlan {
  const contract = catalogue.events.get(event)
  if (contract === undefined)
    throw new HubError(
      'HUB_SHARING_CONTRACT_UNKNOWN',
      `The catalogue has no event ${event}, so nobody can say who may hear it.`,
      'after-repair',
    )
  const serves = purposesOfType.get(contract.type) ?? new Set()
  const listeners = [...catalogue.units.values()]
    .toSorted((a, b) => (a.unit < b.unit ? -1 : 1))
    .flatMap((unit) => listenerOf(catalogue, contract, unit, serves))
  return {
    contract,
    everyone: listeners.filter(({ purposes }) => purposes.everyone.length > 0),
    byUnit: new Map(listeners.map((listener) => [listener.unit.unit, listener])),
    isOwned: listeners.some(({ purposes }) => purposes.owned.length > 0),
    projectors: new Map(),
  }
}

function listenerOf(
  catalogue: SharingContracts,
  contract: EventContract,
  unit: Unit,
  serves: ReadonlySet<string>,
): Listener[] {
  const subscribed = unit.subscribes.filter(({ purpose }) => serves.has(purpose))
  if (subscribed.length === 0) return []
  const purposesOf = (scope: Scope): string[] => [
    ...new Set(subscribed.filter((one) => one.scope === scope).map(({ purpose }) => purpose)),
  ]
  const purposes = {
    everyone: purposesOf('everyone'),
    owned: purposesOf('owned'),
    named: purposesOf('named'),
    told: purposesOf('told'),
  }
  return [
    {
      unit,
      inScope: inScopeOf(unit),
      ceiling: rankOf(unit.ceiling),
      exclusions: catalogue.exclusions.filter(({ never }) =>
        never.some((selector) => selects(selector, unit)),
      ),
      purposes,
      offered: catalogue.agreements
        .filter(({ receives }) => receives.some((selector) => selects(selector, unit)))
        .flatMap((agreement) => offeredBy(agreement, contract)),
    },
  ]
}

function offeredBy(agreement: Agreement, contract: EventContract): Offered[] {
  const { file, registry, purpose, lawfulBasis, keptFor, gives, inForce, under } = agreement
  return agreement.shares
    .map((share, line) => ({ ...share, line: `${agreement.agreement}#${line}` }))
    .filter(({ event }) => event === contract.name)
    .map(({ where, fields, line }) => ({
      line,
      grant: { agreement: agreement.agreement, file, registry, purpose, lawfulBasis, keptFor, fields },
      gives,
      ...(under === undefined ? {} : { under }),
      fromAt: inForce.fromAt,
      untilAt: inForce.untilAt ?? Number.POSITIVE_INFINITY,
      ceiling: rankOf(agreement.ceiling),
      ...(where ? { where } : {}),
      isPointer: fields.every((field) => contract.fields.get(field)?.set === 'M0'),
    }))
}

/** The projector for a union of lines: compiled once, and the same for all that come to the same list of fields. */
export function projectorFor({ contract, projectors }: EventPlan, lines: readonly Offered[]): Projector {
  let key = ''
  for (const { line } of lines) key += `${line} `
  let projector = projectors.get(key)
  if (projector === undefined) {
    const fresh = projectorOf(
      contract,
      lines.flatMap(({ grant }) => grant.fields),
    )
    const list = fresh.fields.join(' ')
    projector = [...projectors.values()].find(({ fields }) => fields.join(' ') === list) ?? fresh
    projectors.set(key, projector)
  }
  return projector
}

function bearersOf(units: ReadonlyMap<string, Unit>): ReadonlyMap<string, readonly Unit[]> {
  const bearers = new Map<string, Unit[]>()
  const note = (key: string, unit: Unit): void => {
    const known = bearers.get(key)
    if (known) known.push(unit)
    else bearers.set(key, [unit])
  }
  for (const unit of units.values()) {
    note(unit.role, unit)
    if (unit.code !== undefined) note(`${unit.role} code ${unit.code}`, unit)
    if (unit.area !== undefined) note(`${unit.role} area ${unit.area}`, unit)
  }
  return bearers
}

function selects(selector: UnitSelector, unit: Unit): boolean {
  return 'unit' in selector ? selector.unit === unit.unit : selector.role === unit.role
}

function typeOf(event: string): string {
  const at = event.indexOf('@')
  return at < 0 ? event : event.slice(0, at)
}
