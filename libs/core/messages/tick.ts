import { type Instant, isoInstant, parseInstant } from '#core/kernel'
import { headerText, type Headers, type ReceivedHeaders } from './binary.js'

/** Stream time has reached `at`; a later round of the same instant lets the facts that a decision emitted be judged too. */
export interface Tick {
  at: Instant
  round: number
}

const TICK_TYPE = 'hub.clock.ticked'

export function tickHeaders(tick: Tick): Headers {
  return { ce_type: TICK_TYPE, ce_time: isoInstant(tick.at), ce_round: String(tick.round) }
}

/** The tick that a message of `hub.linked` is, or undefined when it is a fact. */
export function tickFrom(headers: ReceivedHeaders | undefined): Tick | undefined {
  if (headerText(headers, 'ce_type') !== TICK_TYPE) return undefined
  const at = parseInstant(headerText(headers, 'ce_time') ?? '')
  return at === undefined ? undefined : { at, round: Number(headerText(headers, 'ce_round') ?? '1') }
}

/** Whether a tick comes after another: consumers ignore one that does not. */
export function isAfter(tick: Tick, last: Tick | undefined): boolean {
  return last === undefined || tick.at > last.at || (tick.at === last.at && tick.round > last.round)
}
