import type { ExpectedGap } from './expected-gaps.js'
import type { Scenario } from './london.js'
import { HARMLESS_LIVES } from './lives/lives.js'
import { keyOf } from './orders.js'
import type { StoryName } from './stories.js'

/** What a scenario broke: written to a file by whoever plays it, where no process of the hub can read it. */
export interface Truth {
  scenario: 'london'
  seed: number
  missingOrders: { courtCode: string; orderId: string; year: string }[]
  conflicts: { courtCode: string; orderId: string }[]
  expectedGaps: ExpectedGap[]
  /** Orders that look wrong and are not, by what makes them look so. */
  decoys: Record<string, string[]>
  counts: { historicOrders: number; liveOrders: number; lives: number; registerRows: number }
}

const FOUND: readonly string[] = ['agrees', 'missing', 'conditions partial']
const HARMLESS: readonly StoryName[] = [
  'heard late',
  'sent twice',
  'malformed, then mended',
  'rejected once by the PNC',
  'heard late from the court’s register',
  'lost by ViSOR',
  'heard late from ViSOR',
  'varied',
  'discharged',
]

export function truth(scenario: Scenario): Truth {
  const { historic, stories } = scenario
  const named = ({ order }: (typeof historic)[number]) => ({
    courtCode: order.court.code,
    orderId: order.orderId,
    year: order.madeOn.slice(0, 4),
  })
  const missing = historic.filter(({ fate }) => fate === 'missing')
  return {
    scenario: 'london',
    seed: scenario.seed,
    missingOrders: missing.map(named),
    conflicts: historic
      .filter(({ fate }) => fate === 'conditions partial')
      .map(named)
      .map(({ courtCode, orderId }) => ({ courtCode, orderId })),
    expectedGaps: scenario.expectedGaps,
    decoys: decoysOf(scenario),
    counts: {
      historicOrders: historic.length,
      liveOrders: stories.length,
      lives: scenario.lives.length,
      registerRows: scenario.registers.reduce((rows, register) => rows + register.rows, 0),
    },
  }
}

function decoysOf({ historic, stories, lives }: Scenario): Truth['decoys'] {
  const decoys: Truth['decoys'] = {}
  for (const { order, fate } of historic) if (!FOUND.includes(fate)) (decoys[fate] ??= []).push(keyOf(order))
  for (const { order, name } of stories) if (HARMLESS.includes(name)) (decoys[name] ??= []).push(keyOf(order))
  for (const { life, name } of lives)
    if (HARMLESS_LIVES.includes(name)) (decoys[name] ??= []).push(`pnc:${life.pnc}`)
  const missing = new Map(
    historic.filter(({ fate }) => fate === 'missing').map(({ order }) => [order.orderId, order]),
  )
  const twins = historic.filter(
    ({ order, fate }) =>
      fate !== 'missing' && (missing.get(order.orderId)?.court ?? order.court) !== order.court,
  )
  decoys['same number at another court'] = twins.map(({ order }) => keyOf(order))
  return decoys
}
