import type { Condition, ConditionScope, Scope } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import { contractName, type LinkedMessage, organisationOf } from '#core/messages'
import { projectorFor } from './compile-sharing.js'
import {
  type EventPlan,
  inScopeOf,
  type Listener,
  type Offered,
  rankOf,
  type SharingPolicy,
} from './sharing-policy.js'
import type { Decision, Sharing, WithheldReason } from './decision.js'
import { namedBy, type Route, routeOf } from './route.js'

/** A fact, and the occasion on which it is offered. */
export interface Occasion {
  message: LinkedMessage
  data: unknown
  /** `published` for the first offer; a later one says why (a new owner, a merge). */
  occasion: string
  /** When the occasion was received: agreements are judged at this instant. `message.receivedAt` for the first offer. */
  at: Instant
  /** The profile as at `at`: who owns the person now, what excludes a copy now. Empty for a fact about nobody. */
  personNow: Readonly<Record<string, unknown>>
  /** The profile as at the fact's `occurredAt`: what the conditions of agreements read. */
  personThen: Readonly<Record<string, unknown>>
  /** Units that had an earlier copy about the person; for a retraction, those that had the fact taken back. */
  told: ReadonlySet<string>
  /** The one unit that a later occasion is about; nobody else is concerned. */
  onlyTo?: string
  /**
   * Who has become the person's owner, where that is the occasion: it does not matter where the fact itself says that the
   * person lived, for an owner who appears later gets a copy of its own (MISSION, ruling 5).
   */
  newOwner?: Route
}

/**
 * Who hears a fact, and what of it: one decision for each unit that the occasion concerns, in order of name. Denies by
 * default. Exclusions win; then the fields of all agreements are joined that are in force, serve a purpose for which the
 * unit is concerned, carry the marking and hold for this row (MISSION ruling 7, CORE §6).
 *
 * A unit is concerned by a type of event where it subscribes to a purpose that any agreement serves with that type: a
 * prison without its memorandum is refused on the record, while a purpose that nobody serves with it writes no rows.
 * The publishing unit is not concerned by its own fact. In exclusions and agreements `unit` is the recipient; in routing
 * and roles it is the publisher.
 * @throws HubError HUB_CONDITION_FAILED, HUB_SHARING_CONTRACT_UNKNOWN; the message is then parked, never half decided.
 */
export function decideSharing(policy: SharingPolicy, offer: Occasion): Sharing {
  const { envelope } = offer.message
  const plan = policy.planOf(contractName(envelope.type, envelope.version))
  const deciding = new Deciding(plan, offer)
  const { concerned, unfound } = concernedBy(policy, plan, offer)
  const decisions = concerned.map((one) => deciding.decide(one))
  return { catalogue: policy.catalogue, decisions, unfound }
}

interface Concern {
  listener: Listener
  scopes: Scope[]
  step: string | null
}

function concernedBy(
  policy: SharingPolicy,
  plan: EventPlan,
  offer: Occasion,
): { concerned: Concern[]; unfound: readonly string[] } {
  const { message, told, onlyTo } = offer
  const { envelope } = message
  const scope = scopeOf(policy, offer)
  const concerns = new Map<string, Concern>()
  const note = (listener: Listener | undefined, by: Scope, step: string | null = null): void => {
    if (listener === undefined || listener.purposes[by].length === 0) return
    const { unit } = listener.unit
    if (unit === envelope.unit || (onlyTo !== undefined && unit !== onlyTo)) return
    const known = concerns.get(unit)
    if (known) known.scopes.push(by)
    else concerns.set(unit, { listener, scopes: [by], step })
    if (step !== null) concerns.get(unit)!.step = step
  }
  const owner = ownerFinding(policy, offer, scope)
  for (const listener of plan.everyone) note(listener, 'everyone')
  const routed = plan.isOwned ? owner() : undefined
  if (routed) note(plan.byUnit.get(routed.unit.unit), 'owned', routed.step)
  const names = plan.contract.names?.value(scope)
  const named = namedBy(policy, names, scope, owner)
  for (const unit of named.units) note(plan.byUnit.get(unit), 'named')
  for (const unit of told) note(plan.byUnit.get(unit), 'told')
  const concerned = [...concerns.values()].sort((a, b) =>
    a.listener.unit.unit < b.listener.unit.unit ? -1 : 1,
  )
  return { concerned, unfound: named.unfound }
}

/** What there is to read where it is asked whom a fact concerns. */
function scopeOf(policy: SharingPolicy, { message, data, personNow }: Occasion): ConditionScope {
  const publisher = policy.units.get(message.envelope.unit)
  return {
    data,
    event: message.envelope,
    person: personNow,
    ...(publisher ? { unit: inScopeOf(publisher) } : {}),
  }
}

/** Looks for the owner when first asked, and once. */
function ownerFinding(
  policy: SharingPolicy,
  { newOwner }: Occasion,
  scope: ConditionScope,
): () => Route | undefined {
  let route: Route | null | undefined = newOwner ?? null
  return () => (route === null ? (route = routeOf(policy, scope)) : route)
}

/**
 * The units that a fact makes ask what stands about its person, as an officer who meets it does (CORE §6).
 * @throws HubError HUB_CONDITION_FAILED
 */
export function offeredStanding(policy: SharingPolicy, offer: Occasion): ReadonlySet<string> {
  const { type, version } = offer.message.envelope
  const { contract } = policy.planOf(contractName(type, version))
  if (contract.offersStandingTo === undefined) return NOBODY
  const scope = scopeOf(policy, offer)
  return namedBy(policy, contract.offersStandingTo.value(scope), scope, ownerFinding(policy, offer, scope))
    .units
}

const NOBODY: ReadonlySet<string> = new Set()

/** One fact on one occasion; what does not depend on the recipient is worked out once. */
class Deciding {
  private readonly rank: number
  private readonly giver: string
  private readonly publisher: string
  private readonly held = new Map<Condition, boolean>()
  private readonly copies = new Map<object, Buffer | undefined>()

  constructor(
    private readonly plan: EventPlan,
    private readonly offer: Occasion,
  ) {
    const { envelope } = offer.message
    this.rank = rankOf(envelope.marking)
    this.giver = organisationOf(envelope.unit)
    this.publisher = envelope.unit
  }

  decide({ listener, scopes, step }: Concern): Decision {
    const { unit, organisation } = listener.unit
    const purposes = purposesOf(listener, scopes)
    const concerned = { unit, organisation, scopes, purposes, step }
    const refused = (reason: WithheldReason, by: readonly string[]): Decision => ({
      ...concerned,
      outcome: 'withheld',
      reason,
      by,
    })

    const excluded = listener.exclusions.filter(({ when }) =>
      this.holds(when, listener, this.offer.personNow),
    )
    if (excluded.length > 0)
      return refused(
        'excluded',
        excluded.map(({ exclusion }) => exclusion),
      )

    if (!isClearedAt(listener, this.offer.at)) return refused('not-cleared', [unit])

    const served = listener.offered.filter(
      ({ gives, grant }) =>
        (gives === this.giver || gives === this.publisher) && purposes.includes(grant.purpose),
    )
    const inForce = served.filter(({ fromAt, untilAt }) => fromAt <= this.offer.at && this.offer.at < untilAt)
    if (inForce.length === 0)
      return refused(
        'no-agreement-in-force',
        served.length > 0 ? agreementsIn(served) : this.unsigned(listener, purposes),
      )

    if (this.rank > listener.ceiling) return refused('marking-too-high', [unit])
    const fit = inForce.filter(({ ceiling }) => this.rank <= ceiling)
    if (fit.length === 0) return refused('marking-too-high', agreementsIn(inForce))

    const lines = fit.filter(({ where }) => !where || this.holds(where, listener, this.offer.personThen))
    if (lines.length === 0) return refused('condition-false', agreementsIn(fit))

    const { fields, withheldFields, copy } = this.copyFor(lines)
    if (copy === undefined) return refused('no-field-left', agreementsIn(lines))
    const agreements = lines.map(({ grant }) => grant)
    return { ...concerned, outcome: 'shared', agreements, fields, withheldFields, copy }
  }

  /** The frames under which others of the giver's organisation have signed for this, and the giver has not. */
  private unsigned({ offered }: Listener, purposes: readonly string[]): string[] {
    const frames = offered.flatMap(({ under, gives, grant }) =>
      under !== undefined && organisationOf(gives) === this.giver && purposes.includes(grant.purpose)
        ? [under]
        : [],
    )
    return [...new Set(frames)]
  }

  /** A condition that does not read the recipient is evaluated once for all of them. */
  private holds(condition: Condition, { inScope }: Listener, person: Occasion['personNow']): boolean {
    const kept = this.held.get(condition)
    if (kept !== undefined) return kept
    const { data, message } = this.offer
    const holds = condition.holds({ data, event: message.envelope, person, unit: inScope })
    if (!readsUnit(condition)) this.held.set(condition, holds)
    return holds
  }

  private copyFor(lines: readonly Offered[]) {
    const projector = projectorFor(this.plan, lines)
    let copy = this.copies.get(projector)
    if (copy === undefined && !this.copies.has(projector)) {
      copy = projector.project(this.offer.data)
      this.copies.set(projector, copy)
    }
    const { fields, withheldFields } = projector
    return {
      fields,
      withheldFields,
      copy: copy ?? (lines.some(({ isPointer }) => isPointer) ? POINTER : undefined),
    }
  }
}

/** A copy that says only that there is such a fact: its envelope is all there is. */
const POINTER = Buffer.from('{}')

/** An expired clearance is denied at once, whatever an agreement gives (RR-44). */
function isClearedAt({ unit: { cleared } }: Listener, at: Instant): boolean {
  return cleared === undefined || (cleared.fromAt <= at && (cleared.untilAt === null || at < cleared.untilAt))
}

function purposesOf({ purposes }: Listener, scopes: readonly Scope[]): readonly string[] {
  const [only, ...others] = scopes
  if (only !== undefined && others.length === 0) return purposes[only]
  return [...new Set(scopes.flatMap((scope) => purposes[scope]))]
}

function agreementsIn(lines: readonly Offered[]): string[] {
  return [...new Set(lines.map(({ grant }) => grant.agreement))]
}

const UNIT = /\bunit\b/
const readers = new WeakMap<Condition, boolean>()

function readsUnit(condition: Condition): boolean {
  let reads = readers.get(condition)
  if (reads === undefined) {
    reads = UNIT.test(condition.text)
    readers.set(condition, reads)
  }
  return reads
}
