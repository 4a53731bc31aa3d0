import type {
  Catalogue,
  Condition,
  EventContract,
  Exclusion,
  Role,
  RoutingStep,
  Scope,
  Unit,
} from '#core/catalogue'
import { type Marking, MARKINGS } from '#core/messages'
import type { Grant } from './decision.js'
import type { Projector } from './projector.js'

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
  /** Which agreement, and which of its shares. */
  line: string
  grant: Grant
  gives: string
  /** The frame that the agreement is signed under. */
  under?: string
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
  /** Whether it concerns anybody by owning the person; only then is the owner looked for. */
  isOwned: boolean
  /** By the lines that were joined; at most one for each set of lines that has come up. */
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

/** The rank of a marking, higher for more delicate; one that nobody knows is above all ceilings. */
export function rankOf(marking: Marking): number {
  const rank = MARKINGS.indexOf(marking)
  return rank < 0 ? MARKINGS.length : rank
}

export function inScopeOf({ unit, role, organisation, area, code }: Unit): UnitInScope {
  return { id: unit, role, organisation, area: area ?? '', code: code ?? '' }
}
