import type { PersonList } from './pages.js'
import { stemOf } from './contract-files.js'
import { type Shape, shapeAt } from './shape.js'
import type { Path, Source } from './source.js'
import type { Workbench } from './workbench.js'

interface ListFile extends Pick<PersonList, 'list' | 'title' | 'says' | 'source' | 'enters'> {
  leaves?: string[]
  adds?: string[]
  sortedBy: string
  columns: { heading: string; from: string | string[] }[]
}

/** Reads `lists/`: whom a page lists, from the facts that put a person on it and take the person off. */
export function readLists(bench: Workbench): readonly PersonList[] {
  return bench.files.of('list').map((source) => {
    const { enters, leaves = [], adds = [], ...file } = source.value as ListFile
    if (stemOf(source.file) !== file.list)
      bench.fault(
        source,
        ['list'],
        'NAME',
        `The file of ${file.list} is named ${file.list}.yaml: rename ${stemOf(source.file)}.yaml.`,
      )
    checkTypes(bench, source, { enters, leaves, adds })
    const columns = file.columns.map(({ heading, from }) => ({
      heading,
      from: typeof from === 'string' ? [from] : from,
    }))
    for (const [index, { from }] of columns.entries())
      for (const path of from)
        checkField(bench, source, ['columns', index, 'from'], [...enters, ...adds], path)
    const sortedBy = columns.findIndex(({ heading }) => heading === file.sortedBy)
    if (sortedBy < 0)
      bench.fault(
        source,
        ['sortedBy'],
        'REFERENCE',
        `There is no column ${file.sortedBy} to sort by: name the heading of one.`,
      )
    const { list, title, says } = file
    return {
      ...{ list, title, says, source: file.source, enters, leaves, adds, columns },
      sortedBy: Math.max(0, sortedBy),
      file: source.file,
    }
  })
}

function checkTypes(bench: Workbench, source: Source, parts: Record<string, readonly string[]>): void {
  for (const [part, types] of Object.entries(parts))
    for (const [index, type] of types.entries())
      if (bench.versionsOf(type).length === 0 && !bench.isDeclared(type))
        bench.fault(
          source,
          [part, index],
          'REFERENCE',
          `There is no event ${type}: declare it in events/, or name another.`,
        )
}

/** A column may be empty for a fact that lacks it, but for every fact only by mistake. */
function checkField(
  bench: Workbench,
  source: Source,
  at: Path,
  types: readonly string[],
  path: string,
): void {
  const events = types.flatMap((type) => bench.versionsOf(type))
  const segments = path.split('.').slice(1)
  if (events.length === 0 || events.some((event) => shapeAt(event.schema as Shape, segments).found)) return
  bench.fault(
    source,
    at,
    'FIELD',
    `${path} is a field of none of the facts that the list is made from: mend the path.`,
  )
}
