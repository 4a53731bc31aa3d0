import { londonInstant } from './days.js'
import type { ExpectedGap } from './expected-gaps.js'
import type { Truth } from './truth.js'

/** A gap as the hub tells of it. */
export interface FoundGap {
  rule: string
  /** `order:B01FA/2011-0042`, `gap:…`; a court's review is known by its details. */
  subject: string
  status: 'open' | 'closed' | 'acknowledged'
  /** Epoch milliseconds of stream time. */
  openedAt: number
  courtCode?: string
  /** What the gap carries besides. */
  details?: Readonly<Record<string, unknown>>
}

export interface Score {
  expected: number
  found: number
  /** Share of the expected gaps that were found, and of the found ones that were expected; 1 when there are none. */
  recall: number
  precision: number
  missingOrders: { expected: number; found: number }
  conflicts: { expected: number; found: number }
  notFound: ExpectedGap[]
  notExpected: FoundGap[]
  /** Found, but not as the year should have left them. */
  otherStatus: { expected: ExpectedGap; found: FoundGap }[]
  /** Hours of stream time from the moment it was missed until the hub said so. */
  hoursToDetect: { median: number; most: number }
  /** Every expected gap found, in its expected state, and nothing else. */
  exact: boolean
}

/** What gaps are told apart by where the hub knows a thing by a number that agencies gave it. */
const HANDLES = /^(order|recall|information-request|consular-ref|unit):/

/** Every gap is judged: one of a rule that the scenario cannot break is one too many. */
export function score(truth: Truth, gaps: readonly FoundGap[]): Score {
  const found = new Map(gaps.map((gap) => [keyOfFound(gap), gap]))
  const expected = new Map(truth.expectedGaps.map((gap) => [`${gap.rule} ${gap.key}`, gap]))
  const pairs = [...expected].flatMap(([key, gap]) => {
    const match = found.get(key)
    return match === undefined ? [] : [{ expected: gap, found: match }]
  })
  const notFound = [...expected].filter(([key]) => !found.has(key)).map(([, gap]) => gap)
  const notExpected = [...found].filter(([key]) => !expected.has(key)).map(([, gap]) => gap)
  const otherStatus = pairs.filter(
    (pair) => (pair.found.status === 'closed') !== (pair.expected.status === 'closed'),
  )
  const ofOrders = (orders: readonly { courtCode: string; orderId: string }[]) => ({
    expected: orders.length,
    found: orders.filter(({ courtCode, orderId }) =>
      found.has(`RR-02 order:${courtCode}/${orderId.toUpperCase()}`),
    ).length,
  })
  return {
    expected: expected.size,
    found: found.size,
    recall: share(pairs.length, expected.size),
    precision: share(pairs.length, found.size),
    missingOrders: ofOrders(truth.missingOrders),
    conflicts: ofOrders(truth.conflicts),
    notFound,
    notExpected,
    otherStatus,
    hoursToDetect: hours(pairs.map((pair) => pair.found.openedAt - missedAt(pair.expected))),
    exact: notFound.length === 0 && notExpected.length === 0 && otherStatus.length === 0,
  }
}

function keyOfFound(gap: FoundGap): string {
  return `${gap.rule} ${namedBy(gap)}`
}

/** As the scenario names it; the hub's own keys of persons mean nothing to it. */
function namedBy({ rule, subject, courtCode, details = {} }: FoundGap): string {
  if (rule === 'RR-04') return `court:${courtCode ?? ''}`
  if (HANDLES.test(subject)) return subject
  if (rule === 'RR-10')
    return `order:${String(details['courtCode'])}/${String(details['orderId']).toUpperCase()}`
  if (details['consularRef'] !== undefined) return `consular-ref:${String(details['consularRef'])}`
  const pnc = (details['person'] as { pnc?: string } | undefined)?.pnc
  return pnc === undefined ? subject : `pnc:${pnc}`
}

function missedAt({ missedOn }: ExpectedGap): number {
  return londonInstant(missedOn, '24:00')
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole
}

function hours(delaysMs: readonly number[]): Score['hoursToDetect'] {
  const sorted = delaysMs.map((ms) => Math.max(0, ms / 3_600_000)).sort((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, most: sorted.at(-1) ?? 0 }
}
