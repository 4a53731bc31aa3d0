import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import {
  type Catalogue,
  type CatalogueFault,
  loadCatalogue,
  type LoadOptions,
  type SourceFile,
} from '#core/catalogue'
import { HubError } from '#core/kernel'

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
 * The catalogue of the contracts in `dir`.
 * @throws HubError HUB_CATALOGUE_REFUSED with every fault, one a line.
 */
export function loadContracts(dir: string, options: LoadOptions = {}): Catalogue {
  const loaded = loadCatalogue(readContracts(dir), options)
  if (loaded.ok) return loaded.catalogue
  const lines = loaded.faults.map((fault) => `  ${faultLine(fault)}`)
  const says = `The contracts cannot be used; ${lines.length} to mend:\n${lines.join('\n')}`
  throw new HubError('HUB_CATALOGUE_REFUSED', says, 'after-repair')
}

/** `events/…/made.v1.yaml:12 /data/borough: says …` */
function faultLine({ file, line, at, says }: CatalogueFault): string {
  return `${file}:${line}${at === undefined ? '' : ` ${at}`}: ${says}`
}
