import type { Scope } from '#core/catalogue'

/** One agreement behind a copy, and what it gave. */
export interface Grant {
  agreement: string
  /** The file that was in force; with the catalogue's hash it is known to the letter. */
  file: string
  registry: string
  purpose: string
  lawfulBasis: readonly string[]
  keptFor: string
  fields: readonly string[]
}

interface Concerned {
  unit: string
  organisation: string
  /** By which of its subscriptions the occasion concerns the unit. */
  scopes: readonly Scope[]
  /** The purposes of those subscriptions. */
  purposes: readonly string[]
  /** The routing step that made it the owner, where it is; it travels with the copy. */
  step: string | null
}

export interface SharedDecision extends Concerned {
  outcome: 'shared'
  agreements: readonly Grant[]
  /** The union of what the agreements allow. */
  fields: readonly string[]
  withheldFields: readonly string[]
  /** The copy's data. Units with the same fields share the buffer; nobody may write to it. */
  copy: Buffer
}

export type WithheldReason =
  | 'excluded'
  | 'not-cleared'
  | 'no-agreement-in-force'
  | 'marking-too-high'
  | 'condition-false'
  | 'no-field-left'

export interface WithheldDecision extends Concerned {
  outcome: 'withheld'
  reason: WithheldReason
  /**
   * What decided: exclusions; agreements (those not in force, too low, or not for this row); or the unit itself, where
   * its own ceiling is too low or its clearance over. Empty where there is no agreement at all.
   */
  by: readonly string[]
}

export type Decision = SharedDecision | WithheldDecision

/** Every outcome of one occasion: one for each unit concerned, by unit name. All other units are not covered. */
export interface Sharing {
  /** The catalogue that decided: under it the complement can be asked for later. */
  catalogue: string
  decisions: readonly Decision[]
  /** Roles or units that the fact names and that no unit bears: somebody was to be told and is not. */
  unfound: readonly string[]
}
