import type { ReadCopy } from './inbox-reader.js'

/** Copies that a reader saw twice. */
export function repeated(copies: readonly string[]): string[] {
  return copies.filter((copy, index) => copies.indexOf(copy) !== index)
}

/**
 * Order is order in `hub.linked` (CORE §1), where a person stays in one partition. The ledger keeps a chain for each of them in
 * that order, so whoever reads an inbox must meet the rows of one chain one after the other, none twice.
 */
export function disordered(
  copies: readonly Pick<ReadCopy, 'place' | 'offset' | 'chain' | 'position'>[],
): string[] {
  return [...Map.groupBy(copies, ({ place, chain }) => `${place} ${chain}`).values()].flatMap((list) => {
    const asRead = list.toSorted((a, b) => a.offset - b.offset)
    return asRead
      .filter(({ position }, index) => index > 0 && position <= asRead[index - 1]!.position)
      .map(({ place, offset, chain, position }) => `${place}/${offset}: ledger ${chain}/${position}`)
  })
}
