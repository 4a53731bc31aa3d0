import { sha256 } from '#core/kernel'
import { readAgreements, readExclusions } from './agreements.js'
import type { Catalogue, LoadedCatalogue, SourceFile } from './catalogue.js'
import { readComparisons } from './comparisons.js'
import { checkCorrections } from './corrections.js'
import { readContractFiles } from './contract-files.js'
import { readEffects } from './effects.js'
import { readEvents } from './events.js'
import { tryExamples } from './examples.js'
import { readLists } from './lists.js'
import { readMeasures } from './measures.js'
import { readObligations } from './obligations.js'
import { checkUnits, readOrganisations } from './organisations.js'
import { readPositions } from './positions.js'
import { checkLock, hashesOf, type Lock } from './published-lock.js'
import { readAreas, readFoundations, readRoles, readRouting } from './reference.js'
import { FaultList } from './source.js'
import { checkCycles } from './tick-cycles.js'
import { readVocabulary } from './vocabulary.js'
import { Workbench } from './workbench.js'

export interface LoadOptions {
  /** `before`: these very contracts passed, and only what they mean is made of them: judging them is most of the work. */
  checked?: 'now' | 'before'
}

/**
 * Reads, checks and compiles `contracts/`: every engine's knowledge of the domain. Paths are relative to `contracts/`;
 * files that are not contracts are passed over. Either a whole catalogue, or every fault at once with its place.
 */
export function loadCatalogue(
  files: readonly SourceFile[],
  { checked = 'now' }: LoadOptions = {},
): LoadedCatalogue {
  const { bench, catalogue } = make(files, checked === 'before')
  if (checked === 'now') tryExamples(bench)
  const faults = bench.faults.sorted()
  return faults.length > 0 ? { ok: false, faults } : { ok: true, catalogue }
}

/** The hashes that `contracts.lock.yaml` should hold once everything in `files` is published. */
export function lockOf(files: readonly SourceFile[]): Lock {
  return hashesOf(make(files.filter(({ path }) => path !== 'contracts.lock.yaml')).bench)
}

function make(
  files: readonly SourceFile[],
  passedBefore = false,
): { bench: Workbench; catalogue: Catalogue } {
  const faults = new FaultList()
  const contracts = readContractFiles(files, faults, passedBefore)
  const bench = new Workbench(
    contracts,
    faults,
    readVocabulary(contracts, faults, passedBefore),
    passedBefore,
  )
  readFoundations(bench)
  readOrganisations(bench)
  readEvents(bench)
  readEffects(bench)
  const roles = readRoles(bench)
  const routing = readRouting(bench)
  readAgreements(bench)
  const exclusions = readExclusions(bench)
  const obligations = readObligations(bench)
  const comparisons = readComparisons(bench, obligations)
  const measures = readMeasures(bench)
  const positions = readPositions(bench)
  const lists = readLists(bench)
  if (!passedBefore) {
    checkUnits(bench)
    checkCorrections(bench)
    checkCycles(bench, obligations)
    checkLock(bench)
  }
  const { organisations, units, events, agreements, profile, fieldSets, identifiers, calendars } = bench
  return {
    bench,
    catalogue: {
      hash: hashOf(files),
      ...{
        organisations,
        units,
        events,
        agreements,
        exclusions,
        obligations,
        comparisons,
        measures,
        roles,
        routing,
      },
      ...{ profile, fieldSets, identifiers, calendars, vocabulary: bench.vocabulary.types },
      ...{
        purposes: bench.purposes,
        lawfulBases: bench.lawfulBases,
        positions,
        lists,
        areas: readAreas(bench),
      },
    },
  }
}

/** SHA-256 over the contracts' own files, so that generated files beside them do not change it. */
function hashOf(files: readonly SourceFile[]): string {
  const yaml = files.filter(({ path }) => path.endsWith('.yaml') && !path.startsWith('generated/'))
  const lines = yaml.map(({ path, text }) => `${path}\n${sha256(text)}\n`)
  return sha256(lines.sort().join(''))
}
