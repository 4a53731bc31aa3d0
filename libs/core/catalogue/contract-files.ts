import type { SourceFile } from './catalogue.js'
import { CONTRACT_SCHEMAS, type ContractKind } from './schemas/index.js'
import { FaultList, readSource, type Path, type Source } from './source.js'
import { type LazyValidator, Validators } from './validators.js'

/** Which kind of contract stands in which folder. */
const FOLDERS: Readonly<Record<string, ContractKind>> = {
  organisations: 'organisation',
  events: 'event',
  agreements: 'agreement',
  obligations: 'obligation',
  comparisons: 'comparison',
  measures: 'measure',
  lists: 'list',
}
/** Single files with a shape of their own, wherever they stand. */
const FILES: Readonly<Record<string, ContractKind>> = {
  'exclusions.yaml': 'exclusions',
  'profile.yaml': 'profile',
  'field-sets.yaml': 'field-sets',
  'roles.yaml': 'roles',
  'routing.yaml': 'routing',
  'vocabulary.yaml': 'vocabulary',
  'purposes.yaml': 'purposes',
  'lawful-bases.yaml': 'lawful-bases',
  'positions.yaml': 'positions',
  'boroughs.yaml': 'boroughs',
  'calendars.yaml': 'calendars',
  'identifiers.yaml': 'identifiers',
  'result-codes.yaml': 'result-codes',
}
const LOCK = 'contracts.lock.yaml'

/** Every readable file by kind. A file that does not fit its schema is left out, its faults are said. */
export interface ContractFiles {
  of(kind: ContractKind): readonly Source[]
  /** The one file of a kind that has one, such as the vocabulary. */
  one(kind: ContractKind): Source | undefined
  lock: Source | undefined
  /** Names of contracts whose file could not be used: whoever names them is not at fault. */
  broken: ReadonlySet<string>
}

/** @param passedBefore these very files had the shapes of their kinds */
export function readContractFiles(
  files: readonly SourceFile[],
  faults: FaultList,
  passedBefore = false,
): ContractFiles {
  const byKind = new Map<ContractKind, Source[]>()
  const broken = new Set<string>()
  let lock: Source | undefined
  for (const file of files) {
    const kind = kindOf(file.path)
    if (kind === undefined && file.path !== LOCK) continue
    const source = readSource(file, faults)
    if (source && kind && (passedBefore || fits(kind, source, faults)))
      byKind.set(kind, [...(byKind.get(kind) ?? []), source])
    else if (source && !kind) lock = source
    else broken.add(stemOf(file.path))
  }
  return {
    of: (kind) => byKind.get(kind) ?? [],
    one: (kind) => byKind.get(kind)?.[0],
    lock,
    broken,
  }
}

/** The kind of contract that a file of this path must be, or undefined where the catalogue does not read it. */
export function kindOf(path: string): ContractKind | undefined {
  if (!path.endsWith('.yaml')) return undefined
  const segments = path.split('/')
  return FILES[segments.at(-1) ?? ''] ?? (segments.length > 1 ? FOLDERS[segments[0] ?? ''] : undefined)
}

/** `events/courts/prevention-order.made.v1.yaml` → `prevention-order.made.v1` */
export function stemOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.yaml$/, '')
}

const validators = new Validators()
const kinds = new Map<ContractKind, LazyValidator>()

/** Whether the file has the shape of its kind; every misfit is said at its line. */
function fits(kind: ContractKind, source: Source, faults: FaultList): boolean {
  const validator = kinds.get(kind) ?? validators.lazily(() => CONTRACT_SCHEMAS[kind])
  kinds.set(kind, validator)
  const misfits = validator.all(source.value)
  for (const { at, says } of misfits) faults.add(source.place(pathOf(at)), 'HUB_CATALOGUE_SHAPE', says)
  return misfits.length === 0
}

/** A JSON pointer as its segments. */
function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}
