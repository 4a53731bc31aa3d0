import { isoInstant } from '#core/kernel'
import type { LedgerRow } from '#core/ledger'
import {
  caseWords,
  copyWords,
  type DeliveredCopy,
  type MessageLife,
  type ObligationPart,
  type SharingDecision,
} from '#platform/published'
import { counted, said } from './answer.js'

/** For programs: instants in ISO 8601, nothing left out. */
export function jsonOfLife(
  eventId: string,
  life: MessageLife,
  payloads: ReadonlyMap<string, string | null>,
): object {
  const iso = (at: number | null): string | null => (at === null ? null : isoInstant(at))
  return {
    eventId,
    ...life,
    refusedAtIntake: life.refusedAtIntake.map((each) => ({ ...each, at: iso(each.at) })),
    outcomes: life.outcomes.map((each) => ({ ...each, decidedAt: iso(each.decidedAt) })),
    facts: life.facts.map(({ occurredAt, receivedAt, ...each }) => ({
      ...each,
      occurredAt: iso(occurredAt),
      receivedAt: iso(receivedAt),
      data: JSON.parse(payloads.get(each.source) ?? 'null') as unknown,
    })),
    decisions: life.decisions.map((each) => ({
      ...each,
      entries: each.entries.map((entry) => ({ ...entry, decidedAt: iso(Number(entry['decidedAt'])) })),
    })),
    copies: life.copies.map((each) => ({
      ...each,
      storedAt: iso(each.storedAt),
      deliveredAt: iso(each.deliveredAt),
      acknowledgedAt: iso(each.acknowledgedAt),
    })),
    obligations: life.obligations.map((each) => ({ ...each, dueAt: iso(each.dueAt) })),
  }
}

/** The life of a message in the order in which it was lived. */
export function storyOf(eventId: string, life: MessageLife): string {
  return [
    eventId,
    ...life.refusedAtIntake.map(
      ({ at, organisation, faults }) =>
        `Refused at intake from ${organisation} at ${said(at)}:\n${faults.map(({ code, at: where, says }) => `  ${code} ${where ?? ''} ${says}`).join('\n')}`,
    ),
    ...life.outcomes.map(
      ({ outcome, topic, partition, offset, decidedAt, code, says }) =>
        `Received at ${topic}/${partition}/${offset}: ${outcome} at ${said(decidedAt)}${code === null ? '' : ` (${code})`}${says === null ? '' : `\n  ${says}`}`,
    ),
    ...life.facts.map(factLines),
    ...life.decisions.map((decision) => decisionLines(decision, life.copies)),
    obligationLines(life),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function factLines(fact: MessageLife['facts'][number]): string {
  const { type, version, unit, subject, occurredAt, receivedAt, person, isPerson, survivor } = fact
  const about = isPerson
    ? `person ${person}${survivor === null ? '' : `, since merged into ${survivor}`}`
    : 'nobody in particular'
  return [
    `${type}@${version}, said by ${unit}`,
    `  happened   ${said(occurredAt)}`,
    `  heard      ${said(receivedAt)}`,
    `  subject    ${subject}`,
    `  about      ${about}`,
  ].join('\n')
}

function decisionLines(decision: SharingDecision, copies: readonly DeliveredCopy[]): string {
  const { occasion, outcome, concerned, shared, withheld, entries } = decision
  if (outcome === 'parked') return `Sharing (${occasion}): set aside, because it could not be decided.`
  const head = `Sharing (${occasion}): concerned ${counted(concerned, 'unit')}; ${shared} shared, ${withheld} withheld; no other unit is covered.`
  return [head, ...entries.map((entry) => entryLines(entry as unknown as LedgerRow, copies))].join('\n')
}

function entryLines(row: LedgerRow, copies: readonly DeliveredCopy[]): string {
  const place = `${row.partition}/${row.position}`
  const lines = [
    `  ${row.unit}: ${row.outcome}${row.reason === null ? '' : `, ${row.reason}`}${row.by === null || row.by === '' ? '' : ` (by ${row.by})`}`,
    `    ledger     row ${place}, under catalogue ${row.catalogue.slice(0, 12)}, decided as at ${said(row.decidedAt)}`,
  ]
  if (row.agreements.length > 0)
    lines.push(`    agreement  ${row.agreements.join(', ')} for ${row.purposes.join(', ')}`)
  if (row.outcome === 'shared') {
    lines.push(`    given      ${row.fields.join(', ') || 'only that it happened'}`)
    lines.push(`    kept back  ${row.withheldFields.join(', ') || 'nothing'}`)
    lines.push(`    copy       ${copyLine(copies.find(({ disclosure }) => disclosure === place))}`)
  }
  if (row.step !== null) lines.push(`    owner      found by ${row.step}`)
  return lines.join('\n')
}

function copyLine(copy: DeliveredCopy | undefined): string {
  const words = copyWords(copy?.state, copy?.outcome ?? null)
  const at = copy?.acknowledgedAt ?? copy?.deliveredAt ?? null
  return at === null ? words : `${words} ${said(at)}`
}

function obligationLines({ obligations, judged }: MessageLife): string {
  if (obligations.length === 0)
    return judged === null
      ? ''
      : `Obligations: ${judged === 'parked' ? 'set aside by the reconciler' : 'none is concerned'}.`
  return ['Obligations:', ...obligations.map(obligationLine)].join('\n')
}

function obligationLine({ rule, role, status, gapOpen, dueAt, onePer, caseKey }: ObligationPart): string {
  const about = caseWords(onePer ?? {})
  const due = dueAt === null ? '' : `, looked at again ${said(dueAt)}`
  return `  ${rule} ${role} (${about}): ${status}${gapOpen ? ', gap open' : ''}${due}\n    case ${caseKey}`
}
