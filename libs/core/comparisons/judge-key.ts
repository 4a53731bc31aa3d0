import type { Comparison, DifferenceMeaning } from '#core/catalogue'
import type { Instant } from '#core/kernel'

/** A row as one side holds it under a key. */
export interface HeldRow {
  compared: Readonly<Record<string, unknown>>
  /** Until then an absence elsewhere is nobody's fault; null where the row names no such date. */
  notYetDueUntil?: Instant | null
  /** After it no register need hold it any more; null where it has no end. */
  endsAt?: Instant | null
}

/** What each side holds under one key: absent sides are missing, unreadable ones are `unreadable`. */
export type Sides = Readonly<Record<string, HeldRow | 'unreadable' | undefined>>

/**
 * What the registers say of one declared difference. `undecided` is what they leave open, because a side could not be read or
 * says nothing of it: such a difference is neither found nor taken back.
 */
export type Verdict = 'found' | 'agrees' | 'not-yet-due' | 'undecided'

export interface Judged {
  meaning: DifferenceMeaning
  verdict: Verdict
}

/**
 * The ways in which registers may disagree about one thing, as the comparison's own list names them, each judged. A side is
 * blamed only for what it should have held when it was drawn up.
 * @param asAt of each side
 */
export function judgeKey(
  { differences }: Pick<Comparison, 'differences'>,
  sides: Sides,
  asAt: ReadonlyMap<string, Instant>,
): Judged[] {
  return differences.map((meaning) => {
    const verdict = meaning.kind === 'absent' ? absent(sides, meaning, asAt) : differs(sides, meaning)
    const isYoung = verdict === 'found' && isYoungerThan(sides, asAt.get(meaning.side))
    return { meaning, verdict: isYoung ? 'not-yet-due' : verdict }
  })
}

function absent(sides: Sides, { side }: DifferenceMeaning, asAt: ReadonlyMap<string, Instant>): Verdict {
  const own = sides[side]
  if (own === 'unreadable') return 'undecided'
  if (own !== undefined) return 'agrees'
  const drawnUpAt = asAt.get(side) ?? 0
  const isHeld = readable(sides).some(({ endsAt }) => (endsAt ?? Infinity) >= drawnUpAt)
  return isHeld ? 'found' : 'undecided'
}

/** Whether a side says otherwise than every other side that says anything. */
function differs(sides: Sides, { side, field = '' }: DifferenceMeaning): Verdict {
  const own = valueIn(sides[side], field)
  const others = Object.keys(sides)
    .filter((name) => name !== side)
    .map((name) => valueIn(sides[name], field))
  const said = others.filter((value) => value !== undefined)
  const isUnread = Object.values(sides).includes('unreadable')
  if (own === undefined) return said.length > 0 || isUnread ? 'undecided' : 'agrees'
  if (said.includes(own)) return 'agrees'
  return said.length === 0 || isUnread ? 'undecided' : 'found'
}

function isYoungerThan(sides: Sides, asAt: Instant = 0): boolean {
  return readable(sides).some(({ notYetDueUntil }) => (notYetDueUntil ?? -Infinity) >= asAt)
}

function readable(sides: Sides): HeldRow[] {
  return Object.values(sides).filter((held) => held !== undefined && held !== 'unreadable')
}

function valueIn(side: Sides[string], field: string): string | undefined {
  if (side === undefined || side === 'unreadable') return undefined
  const value = side.compared[field]
  return value === undefined ? undefined : JSON.stringify(value)
}
