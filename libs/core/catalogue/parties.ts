import type { Marking } from '#core/messages'

export interface Organisation {
  organisation: string
  name: string
  /** Namespaces of event types that this organisation may speak. */
  speaks: readonly string[]
  calendar: string
}

export interface Unit {
  /** `<organisation>/<unit>` */
  unit: string
  organisation: string
  name: string
  role: string
  publishes: readonly string[]
  /** `source` values are `/<organisation>/<system>`; a unit may use these systems. */
  systems: readonly string[]
  ceiling: Marking
  /** When whoever works there is cleared for what is marked; without it, always. */
  cleared?: { fromAt: number; untilAt: number | null }
  subscribes: readonly Subscription[]
  /** GSS code of its borough. */
  area?: string
  /** Its code in the field's own register: a court's OU code. */
  code?: string
  calendar: string
  /** Event types whose register extracts this unit is expected to send. */
  extracts: readonly string[]
}

/** `owned`: what routing sends here. `named`: the fact names the unit. `told`: it had an earlier copy about the person. */
export type Scope = 'everyone' | 'owned' | 'named' | 'told'

export interface Subscription {
  purpose: string
  scope: Scope
}

/** `unit: x` or `role: y` (every unit of that role). */
export type UnitSelector = { unit: string } | { role: string }
