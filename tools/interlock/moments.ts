import { instantOf } from '#core/calendar'
import { Misuse } from './refusal.js'

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
}

/** An instant as an operator writes it: RFC 3339 with its zone, or a day, which begins at midnight in London. */
export function momentOf(text: string): number {
  const at = instantOf(text)
  if (at === undefined)
    throw new Misuse(`"${text}" is no instant: write 2011-10-03T09:00:00Z, or a day as 2011-10-03.`)
  return at
}

/** An instant, or a duration after `from`: `+10d`, `+90m`, `+2w`. */
export function momentFrom(text: string, from: number | null): number {
  const duration = /^\+(\d{1,6})(s|m|h|d|w)$/.exec(text)
  if (duration === null) {
    if (text.startsWith('+'))
      throw new Misuse(`"${text}" is no duration: write a number and s, m, h, d or w, as +10d.`)
    return momentOf(text)
  }
  if (from === null)
    throw new Misuse(
      'The clock has not begun to run: set it to an instant first, then move it by a duration.',
    )
  return from + Number(duration[1]) * UNITS_MS[duration[2]!]!
}

/** The ends of a window from two options. */
export function windowOf(options: { from?: string; to?: string }): {
  fromAt: number | null
  toAt: number | null
} {
  const window = {
    fromAt: options.from === undefined ? null : momentOf(options.from),
    toAt: options.to === undefined ? null : momentOf(options.to),
  }
  if (window.fromAt !== null && window.toAt !== null && window.fromAt >= window.toAt)
    throw new Misuse('The window ends before it begins.')
  return window
}
