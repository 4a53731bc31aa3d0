import type { Catalogue } from '#core/catalogue'
import { copyWords, type ToldDecision, type ToldLife } from '#platform/published'
import { meaningOf } from '../gaps/gap-model.js'

export interface MessageModel {
  eventId: string
  facts: {
    type: string
    means: string
    unit: string
    occurredAt: number
    receivedAt: number
    subject: string
  }[]
  outcomes: { outcome: string; decidedAt: number; code: string | null; says: string | null }[]
  sharing: SharingModel[]
  /** Units concerned of which the viewer is not told more. */
  others: number
  obligations: {
    rule: string
    says: string
    role: string
    status: string
    gapId: string | null
  }[]
  /** What the viewer's units were given. */
  copies: { unit: string; data: Record<string, unknown> | null }[]
}

export interface MessageReadings {
  eventId: string
  life: ToldLife
  /** Gaps that the viewer's units were told of. */
  told: ReadonlySet<string>
}

export interface SharingModel {
  unit: string
  outcome: string
  reason: string | null
  agreements: readonly string[]
  purposes: readonly string[]
  fields: readonly string[]
  withheldFields: readonly string[]
  decidedAt: number
  copy: string | null
}

/**
 * One message as far as the viewer may know it, or undefined where that is not at all. Whoever said it, and whoever audits
 * the hub, sees for each unit whether it was shared; others see their own part.
 */
export function messageModel(readings: MessageReadings, catalogue: Catalogue): MessageModel | undefined {
  const { eventId, life, told } = readings
  if (life.outcomes.length + life.concerned === 0) return undefined
  const nameOf = (unit: string): string => catalogue.units.get(unit)?.name ?? unit
  return {
    eventId,
    facts: life.facts.map(({ type, unit, occurredAt, receivedAt, subject }) => ({
      ...{ type, occurredAt, receivedAt },
      means: meaningOf(catalogue, type),
      unit: nameOf(unit),
      subject: subject ?? '',
    })),
    outcomes: life.outcomes,
    sharing: life.sharing.map((decision) => sharingOf(decision, nameOf)),
    others: life.concerned - life.sharing.length,
    obligations: life.obligations.map(({ rule, role, status, caseKey, gapOpen }) => ({
      ...{ rule, role, status },
      says: catalogue.obligations.findLast(({ obligation }) => obligation === rule)?.says ?? rule,
      gapId: gapOpen && told.has(caseKey) ? caseKey : null,
    })),
    copies: life.copies.map(({ recipient, data }) => ({ unit: nameOf(recipient), data })),
  }
}

function sharingOf(
  { state, received, ...decision }: ToldDecision,
  nameOf: (unit: string) => string,
): SharingModel {
  const copy = decision.outcome === 'shared' ? copyWords(state ?? undefined, received) : null
  return { ...decision, unit: nameOf(decision.unit), copy }
}
