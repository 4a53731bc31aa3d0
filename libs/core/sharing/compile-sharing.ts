import type {
  Agreement,
  Catalogue,
  Condition,
  EventContract,
  Exclusion,
  Role,
  RoutingStep,
  Scope,
  Unit,
  UnitSelector,
} from '#core/catalogue'
import { HubError } from '#core/kernel'
import { type Marking, MARKINGS } from '#core/messages'
import type { Grant } from './decision.js'
import { type Projector, projectorOf } from './projector.js'

/** A unit as conditions see it. */
export interface UnitInScope {
  id: string
  role: string
  organisation: string
  area: string
  code: string
}

/** One line of an agreement that gives one event to one unit. */
export interface Offered {
  grant: Grant
  gives: string
  fromAt: number
  untilAt: number
  ceiling: number
  where?: Condition
  /** Whether the line gives the pointer alone: that there is such a fact, and the publisher's reference to it (M0). */
  isPointer: boolean
}

/** What is known before any fact comes about one unit and one event. */
export interface Listener {
  unit: Unit
  inScope: UnitInScope
  ceiling: number
  exclusions: readonly Exclusion[]
  /** Purposes that some agreement serves with this type of event, by the scope of the subscription. */
  purposes: Readonly<Record<Scope, readonly string[]>>
  offered: readonly Offered[]
}

/** All of it for one event, compiled when the first fact of its kind comes. */
export interface EventPlan {
  contract: EventContract
  /** Those whom every such fact concerns. */
  everyone: readonly Listener[]
  byUnit: ReadonlyMap<string, Listener>
  /** One projector for each list of fields that has come up; at most one for each set of lines. */
  projectors: Map<string, Projector>
}

/** `contracts/` as the exchange reads it: who may hear what. */
export interface SharingPolicy {
  catalogue: string
  units: ReadonlyMap<string, Unit>
  roles: ReadonlyMap<string, Role>
  routing: readonly RoutingStep[]
  /** Units by `role`, by `role code …` and by `role area …`. */
  bearers: ReadonlyMap<string, readonly Unit[]>
  /** @throws HubError HUB_SHARING_CONTRACT_UNKNOWN for an event that the catalogue does not have. */
  planOf(event: string): EventPlan
}

/** As much of the catalogue as says who may hear what. */
export type SharingContracts = Pick<
  Catalogue,
  'hash' | 'units' | 'events' | 'agreements' | 'exclusions' | 'roles' | 'routing'
>

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

/** The rank of a marking, higher for more delicate; one that nobody knows is above all ceilings. */
export function rankOf(marking: Marking): number {
  const rank = MARKINGS.indexOf(marking)
  return rank < 0 ? MARKINGS.length : rank
}

export function inScopeOf({ unit, role, organisation, area, code }: Unit): UnitInScope {
  return { id: unit, role, organisation, area: area ?? '', code: code ?? '' }
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
  const { file, registry, purpose, lawfulBasis, keptFor, gives, inForce } = agreement
  return agreement.shares
    .filter(({ event }) => event === contract.name)
    .map(({ where, fields }) => ({
      grant: { agreement: agreement.agreement, file, registry, purpose, lawfulBasis, keptFor, fields },
      gives,
      fromAt: inForce.fromAt,
      untilAt: inForce.untilAt ?? Number.POSITIVE_INFINITY,
      ceiling: rankOf(agreement.ceiling),
      ...(where ? { where } : {}),
      isPointer: fields.every((field) => contract.fields.get(field)?.set === 'M0'),
    }))
}

/** The projector for a union of lines, compiled once for each list of fields. */
export function projectorFor(plan: EventPlan, lines: readonly Offered[]): Projector {
  const key = lines.map(({ grant }) => grant.fields.join(' ')).join('|')
  let projector = plan.projectors.get(key)
  if (projector === undefined) {
    projector = projectorOf(
      plan.contract,
      lines.flatMap(({ grant }) => grant.fields),
    )
    plan.projectors.set(key, projector)
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
