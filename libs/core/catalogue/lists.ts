import type { FactPattern } from './catalogue.js'
import { stemOf } from './contract-files.js'
import type { PersonList } from './pages.js'
import { readPattern } from './phrases.js'
import { type Shape, shapeAt } from './shape.js'
import type { Path, Source } from './source.js'
import type { Workbench } from './workbench.js'

interface ListFile extends Pick<PersonList, 'list' | 'title' | 'says' | 'source'> {
  enters: string[]
  leaves?: string[]
  adds?: string[]
  sortedBy: string
  columns: { heading: string; from: string | string[] }[]
}

/** What every list shows last, and may be sorted by: since when somebody is on it. */
const SINCE = 'Since'

/** Reads `lists/`: whom a page lists, from the facts that put a person on it and take the person off. */
export function readLists(bench: Workbench): readonly PersonList[] {
  return bench.files.of('list').map((source) => {
    const file = source.value as ListFile
    if (stemOf(source.file) !== file.list)
      bench.fault(
        source,
        ['list'],
        'NAME',
        `The file of ${file.list} is named ${file.list}.yaml: rename ${stemOf(source.file)}.yaml.`,
      )
    const [enters, leaves, adds] = (['enters', 'leaves', 'adds'] as const).map((part) =>
      (file[part] ?? []).flatMap((text, index) => readFact(bench, source, [part, index], text)),
    ) as [FactPattern[], FactPattern[], FactPattern[]]
    const columns = file.columns.map(({ heading, from }) => ({
      heading,
      from: typeof from === 'string' ? [from] : from,
    }))
    for (const [index, { from }] of columns.entries())
      for (const path of from)
        checkField(bench, source, ['columns', index, 'from'], [...enters, ...adds], path)
    const { list, title, says } = file
    return {
      ...{ list, title, says, source: file.source, enters, leaves, adds, columns },
      sortedBy: readOrder(bench, source, file),
      file: source.file,
    }
  })
}

function readOrder(bench: Workbench, source: Source, { sortedBy, columns }: ListFile): number | null {
  if (sortedBy === SINCE) return null
  const index = columns.findIndex(({ heading }) => heading === sortedBy)
  if (index >= 0) return index
  bench.fault(
    source,
    ['sortedBy'],
    'REFERENCE',
    `There is no column ${sortedBy} to sort by: name the heading of one, or write ${SINCE}.`,
  )
  return null
}

function readFact(bench: Workbench, source: Source, path: Path, text: string): FactPattern[] {
  const { type, where } = readPattern(text)
  const events = bench.versionsOf(type)
  if (events.length === 0) {
    if (!bench.isDeclared(type))
      bench.fault(
        source,
        path,
        'REFERENCE',
        `There is no event ${type}: declare it in events/, or name another.`,
      )
    return []
  }
  if (where === undefined) return [{ type }]
  const scopes = events.map((event) => bench.scopeOf([event]))
  const condition = bench.condition(source, path, where, scopes)
  return condition === undefined ? [] : [{ type, where: condition }]
}

/** A column may be empty for a fact that lacks it, but for every fact only by mistake. */
function checkField(
  bench: Workbench,
  source: Source,
  at: Path,
  facts: readonly FactPattern[],
  path: string,
): void {
  const events = facts.flatMap(({ type }) => bench.versionsOf(type))
  const segments = path.split('.').slice(1)
  if (events.length === 0 || events.some((event) => shapeAt(event.schema as Shape, segments).found)) return
  bench.fault(
    source,
    at,
    'FIELD',
    `${path} is a field of none of the facts that the list is made from: mend the path.`,
  )
}
