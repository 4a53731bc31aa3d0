import type { Comparison, DifferenceMeaning } from '#core/catalogue'

/** What each side holds under one key: absent sides are missing, unreadable ones are `unreadable`. */
export type Sides = Readonly<
  Record<string, { compared: Readonly<Record<string, unknown>> } | 'unreadable' | undefined>
>

export interface Difference {
  kind: 'absent' | 'differs'
  side: string
  field?: string
  meaning: DifferenceMeaning
}

/**
 * The ways in which registers disagree about one thing, as the comparison's own list names them. A side that could not be
 * read is neither absent nor matched. A field that one side does not hold at all is not compared with it.
 */
export function differencesOf(comparison: Comparison, sides: Sides): Difference[] {
  const found: Difference[] = []
  for (const meaning of comparison.differences) {
    const side = sides[meaning.side]
    if (meaning.kind === 'absent') {
      if (side === undefined) found.push({ kind: 'absent', side: meaning.side, meaning })
    } else if (meaning.field !== undefined && differs(sides, meaning.side, meaning.field))
      found.push({ kind: 'differs', side: meaning.side, field: meaning.field, meaning })
  }
  return found
}

/** Whether a side says otherwise than every other side that says anything. */
function differs(sides: Sides, name: string, field: string): boolean {
  const own = valueIn(sides[name], field)
  if (own === undefined) return false
  const others = Object.entries(sides)
    .filter(([side]) => side !== name)
    .map(([, side]) => valueIn(side, field))
    .filter((value) => value !== undefined)
  return others.length > 0 && others.every((value) => value !== own)
}

function valueIn(side: Sides[string], field: string): string | undefined {
  if (side === undefined || side === 'unreadable') return undefined
  const value = side.compared[field]
  return value === undefined ? undefined : JSON.stringify(value)
}
