import type { Catalogue } from '#core/catalogue'
import type { LedgerEntry } from '#core/ledger'
import { caseWords, copyWords, type ToldCopy } from '#platform/published'
import type { Sight } from '../layout/sight.js'
import { meaningOf } from '../gaps/gap-model.js'
import type { KnownLife } from './known-life.js'

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
    about: string
    role: string
    status: string
    gapId: string | null
  }[]
  /** What the viewer's units were given. */
  copies: { unit: string; data: Record<string, unknown> | null }[]
}

export interface MessageReadings {
  eventId: string
  life: KnownLife
  sight: Sight
  copies: readonly Omit<ToldCopy, 'occasion'>[]
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
  const { eventId, life, copies, told } = readings
  const { units, whose } = readings.sight
  const { said } = life
  if (life.outcomes.length + life.decisions.length === 0) return undefined
  const entries = life.decisions.flatMap(({ entries: rows }) => rows as unknown as LedgerEntry[])
  const shown = entries.filter(
    ({ source, unit }) => whose === 'all' || said.has(source) || units.includes(unit),
  )
  const nameOf = (unit: string): string => catalogue.units.get(unit)?.name ?? unit
  return {
    eventId,
    facts: life.facts.map(({ source, type, unit, occurredAt, receivedAt, subject }) => ({
      ...{ type, occurredAt, receivedAt },
      means: meaningOf(catalogue, type),
      unit: nameOf(unit),
      subject: whose === 'all' && !said.has(source) ? '' : subject,
    })),
    outcomes: life.outcomes.map(({ outcome, decidedAt, code, says }) => ({ outcome, decidedAt, code, says })),
    sharing: shown.map((entry) => sharingOf(entry, life, nameOf)),
    others: entries.length - shown.length,
    obligations: life.obligations.map(({ source, rule, role, status, onePer, caseKey, gapOpen }) => ({
      ...{ rule, role, status },
      says: catalogue.obligations.findLast(({ obligation }) => obligation === rule)?.says ?? rule,
      about: whose === 'all' && !said.has(source) ? '' : aboutWords(onePer ?? {}),
      gapId: gapOpen && told.has(caseKey) ? caseKey : null,
    })),
    copies: copies.map(({ recipient, data }) => ({ unit: nameOf(recipient), data })),
  }
}

/** The hub's own key of a person says nothing to a reader. */
function aboutWords(onePer: Readonly<Record<string, string>>): string {
  return 'person' in onePer ? 'this person' : caseWords(onePer)
}

function sharingOf(entry: LedgerEntry, life: KnownLife, nameOf: (unit: string) => string): SharingModel {
  const copy = life.copies.find(({ disclosure }) => disclosure === `${entry.partition}/${entry.position}`)
  const { outcome, reason, agreements, purposes, fields, withheldFields, decidedAt } = entry
  return {
    unit: nameOf(entry.unit),
    ...{ outcome, reason, agreements, purposes, fields, withheldFields, decidedAt },
    copy: outcome === 'shared' ? copyWords(copy?.state, copy?.outcome ?? null) : null,
  }
}
