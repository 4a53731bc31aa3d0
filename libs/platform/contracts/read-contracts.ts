import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import {
  type Catalogue,
  type CatalogueFault,
  loadCatalogue,
  type LoadedCatalogue,
  type SourceFile,
  yamlIn,
} from '#core/catalogue'
import { HubError } from '#core/kernel'
import { readKept, writeKept } from './kept-contracts.js'

/** Folders beside the contracts whose files are derived from them. */
const DERIVED = new Set(['generated', 'schemas'])

/** Every YAML file under `dir`, in the order of their paths, paths relative to `dir` with `/`. */
export function readContracts(dir: string): SourceFile[] {
  const entries = readdirSync(dir, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !DERIVED.has(path.split('/')[0] ?? ''))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(dir, path), 'utf8') }))
}

/**
 * The catalogue of the contracts in `dir`. `keptIn`: where whoever started this process may have kept the same contracts.
 * @throws HubError HUB_CATALOGUE_REFUSED with every fault, one a line.
 */
export function loadContracts(dir: string, keptIn?: string): Catalogue {
  const files = readContracts(dir)
  const kept = keptIn === undefined ? undefined : readKept(keptIn, files)
  return accepted(kept === undefined ? loadCatalogue(files) : loadCatalogue(kept, { checked: 'before' }))
}

/**
 * Checks the contracts in `dir`, and keeps what they say in `home` for the processes that are about to start there: to read and
 * check them takes each a second of processor time. Only whoever starts them keeps: no other version's reading is believed.
 * `keptIn`: where an earlier starter of the same run may have kept them, from which they are then taken.
 * @throws HubError HUB_CATALOGUE_REFUSED, and nothing is kept
 */
export function keepContracts(dir: string, home: string, keptIn?: string): Catalogue {
  const files = readContracts(dir)
  const kept = keptIn === undefined ? undefined : readKept(keptIn, files)
  const read = kept ?? files.map((file) => ({ ...file, value: yamlIn(file) }))
  const catalogue = accepted(loadCatalogue(read, { checked: kept === undefined ? 'now' : 'before' }))
  writeKept(home, read)
  return catalogue
}

function accepted(loaded: LoadedCatalogue): Catalogue {
  if (loaded.ok) return loaded.catalogue
  const lines = loaded.faults.map((fault) => `  ${faultLine(fault)}`)
  const says = `The contracts cannot be used; ${lines.length} to mend:\n${lines.join('\n')}`
  throw new HubError('HUB_CATALOGUE_REFUSED', says, 'after-repair')
}

/** `events/…/made.v1.yaml:12 /data/borough: says …` */
function faultLine({ file, line, at, says }: CatalogueFault): string {
  return `${file}:${line}${at === undefined ? '' : ` ${at}`}: ${says}`
}
