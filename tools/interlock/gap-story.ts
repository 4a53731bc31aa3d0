import { printPhrase } from '#core/calendar'
import type { FactPattern, Obligation } from '#core/catalogue'
import { isoInstant } from '#core/kernel'
import {
  caseWords,
  type CaseEvidence,
  type PublishedGap,
  type SaidOfGap,
  type SideCompared,
} from '#platform/published'
import { counted, said, table } from './answer.js'
import { jsonOf } from './commands/gaps.js'

/** Everything there is to tell of one gap. */
export interface GapStory {
  gap: PublishedGap
  evidence: readonly CaseEvidence[]
  said: readonly SaidOfGap[]
  /** What each register holds, where a comparison found it. */
  sides: readonly SideCompared[]
}

export function jsonOfStory(story: GapStory, rule: Obligation | undefined): object {
  const instants = <T extends { occurredAt: number; receivedAt: number }>(each: T) => ({
    ...each,
    occurredAt: isoInstant(each.occurredAt),
    receivedAt: isoInstant(each.receivedAt),
  })
  return {
    ...jsonOf(story.gap),
    says: rule?.says ?? null,
    ruleSource: rule?.source ?? null,
    evidence: story.evidence.map(instants),
    said: story.said.map(instants),
    sides: story.sides.map((side) => ({ ...side, asAt: isoInstant(side.asAt) })),
  }
}

export function storyLines(story: GapStory, rule: Obligation | undefined): string {
  return [
    headLines(story.gap),
    ruleLines(rule),
    sideLines(story.sides),
    evidenceLines(story),
    toldLines(story),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function headLines(gap: PublishedGap): string {
  const state = gap.isOpen ? `open (${gap.reason})` : `closed (${gap.closing ?? ''})`
  const looked = gap.nextDueAt === null ? '' : `, looked at again ${said(gap.nextDueAt)}`
  const details = Object.entries(gap.details).map(
    ([name, value]) => `  ${name.padEnd(12)} ${Array.isArray(value) ? value.join(' ') : String(value)}`,
  )
  return [
    `${gap.rule} about ${caseWords(gap.onePer)}: ${state}`,
    `  gap          ${gap.gapId}`,
    `  was due      ${said(gap.dueAt)}`,
    `  missed       ${said(gap.breachedAt)}${gap.isMiss ? '' : ' (taken back: it had come in time)'}`,
    `  ladder       ${counted(gap.rung, 'rung')} told${looked}`,
    ...(gap.requests > 1 ? [`  opened       ${counted(gap.requests, 'time')}`] : []),
    ...(gap.outstanding.length === 0 ? [] : [`  outstanding  ${gap.outstanding.join(', ')}`]),
    ...details,
  ].join('\n')
}

function ruleLines(rule: Obligation | undefined): string {
  if (rule === undefined) return ''
  const clocks = rule.clocks.map(({ due, evidence }) => `${printPhrase(due)} (${evidence})`)
  return [
    rule.says,
    `  waits for    ${awaited(rule)}`,
    ...(clocks.length === 0 ? [] : [`  due          ${clocks.join('; or ')}`]),
    `  source       ${rule.source}`,
  ].join('\n')
}

/** What meets the rule, or each of its clocks in turn. */
function awaited({ expects, precededBy, clocks }: Obligation): string {
  const patterns = (of: Pick<Obligation, 'expects' | 'precededBy'>): string[] =>
    [...of.expects, ...(of.precededBy ? [of.precededBy] : [])].map(patternOf)
  const ruleWide = patterns({ expects, ...(precededBy ? { precededBy } : {}) })
  const own = clocks.flatMap((clock) =>
    clock.of === undefined ? [] : [`${clock.of} (${patterns(clock).join(' or ') || 'as the rule'})`],
  )
  return [...(ruleWide.length === 0 ? [] : [ruleWide.join(' or ')]), ...own].join('; ') || 'nothing'
}

function patternOf({ type, where }: FactPattern): string {
  return where === undefined ? type : `${type} where ${where.text}`
}

function sideLines(sides: readonly SideCompared[]): string {
  if (sides.length === 0) return ''
  const rows = sides.map(({ unit, type, asAt, state, compared }) => [
    unit,
    type,
    said(asAt),
    state,
    state === 'readable' ? JSON.stringify(compared) : '',
  ])
  return table(['register of', 'rows as', 'as at', 'holds it', 'with'], rows)
}

function evidenceLines({ evidence }: GapStory): string {
  if (evidence.length === 0) return 'Nothing that it was judged from is left.'
  const rows = evidence.map(({ role, type, occurredAt, receivedAt, source, eventId }) => [
    role,
    type,
    said(occurredAt),
    said(receivedAt),
    `${source} ${eventId}`,
  ])
  return table(['judged from', 'fact', 'happened', 'heard', 'event'], rows)
}

function toldLines(story: GapStory): string {
  if (story.said.length === 0) return ''
  const rows = story.said.map(({ type, occurredAt, receivedAt, reason, closing, roles, eventId }) => [
    type.split('.').at(-1) ?? type,
    said(occurredAt),
    said(receivedAt),
    closing ?? reason,
    roles.join(', ') || 'nobody',
    eventId,
  ])
  return table(['said', 'as of', 'told', 'because', 'to', 'event'], rows)
}
