import { join } from 'node:path'
import { type Catalogue, loadCatalogue, type SourceFile } from '#core/catalogue'
import { HubError } from '#core/kernel'
import { loadContracts, readContracts } from '#platform/contracts'

/** The repository's own contracts; tests and tools run from its root. */
export const CONTRACTS_DIR = join(process.cwd(), 'contracts')

let kept: Catalogue | undefined

/** The catalogue of the real `contracts/`, loaded once in a process. @throws HubError HUB_CATALOGUE_REFUSED */
export function theCatalogue(): Catalogue {
  return (kept ??= loadContracts(CONTRACTS_DIR, process.env['INTERLOCK_HOME']))
}

export interface CatalogueParts {
  /** Added to the real contracts, or in place of those of the same path; `null` takes a file away. */
  files: Readonly<Record<string, string | null>>
  /** Start from nothing instead of from the real contracts. */
  alone?: boolean
}

/** The files of a catalogue that differs from the real one where a test says so. The lock is left out. */
export function catalogueFiles({ files, alone = false }: CatalogueParts): SourceFile[] {
  const base = alone ? [] : readContracts(CONTRACTS_DIR).filter(({ path }) => path !== 'contracts.lock.yaml')
  const texts = new Map<string, string | null>(base.map(({ path, text }) => [path, text]))
  for (const [path, text] of Object.entries(files)) texts.set(path, text)
  return [...texts].flatMap(([path, text]) => (text === null ? [] : [{ path, text }]))
}

/** A catalogue of a test's own making. @throws HubError HUB_CATALOGUE_REFUSED with every fault. */
export function aCatalogue(parts: CatalogueParts): Catalogue {
  const loaded = loadCatalogue(catalogueFiles(parts))
  if (loaded.ok) return loaded.catalogue
  const lines = loaded.faults.map(({ file, line, says }) => `${file}:${line}: ${says}`)
  throw new HubError('HUB_CATALOGUE_REFUSED', lines.join('\n'))
}
