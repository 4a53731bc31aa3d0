import { type Catalogue, type CatalogueFault, loadCatalogue, type SourceFile } from '#core/catalogue'
import { tinyContracts } from './tiny-contracts.js'

export const ORDER_MADE = 'events/courts/order.made.v1.yaml'
export const AGREEMENT = 'agreements/courts-to-desk.yaml'
export const RULE = 'obligations/RR-02-order-marked.v1.yaml'
export const COMPARISON = 'comparisons/RR-61-orders.v1.yaml'
export const COURTS = 'organisations/courts.yaml'
export const POLICE = 'organisations/police.yaml'

export type Change = readonly [file: string, replace: string, by: string]

/** What is wrong, the change that makes it so, the line that is named, and words of the sentence. */
export type FaultyContract = readonly [title: string, change: Change, line: number, says: string]

/** The tiny contracts with some words replaced and some files added. */
export function filesWith(changes: readonly Change[], added: Record<string, string> = {}): SourceFile[] {
  const texts = { ...tinyContracts(), ...added }
  for (const [file, replace, by] of changes) {
    if (!texts[file]?.includes(replace)) throw new Error(`${file} has no ${replace}`)
    texts[file] = texts[file].replace(replace, by)
  }
  return Object.entries(texts).map(([path, text]) => ({ path, text }))
}

/** What is said of the tiny contracts after the changes. */
export function faultsOf(
  changes: readonly Change[],
  added?: Record<string, string>,
): readonly CatalogueFault[] {
  const loaded = loadCatalogue(filesWith(changes, added))
  return loaded.ok ? [] : loaded.faults
}

/** The tiny contracts after the changes, compiled. */
export function tinyWith(changes: readonly Change[] = []): Catalogue {
  const loaded = loadCatalogue(filesWith(changes))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults, null, 1))
  return loaded.catalogue
}
