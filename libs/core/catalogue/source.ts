import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { CatalogueFault, SourceFile } from './catalogue.js'

/** A place in a file of `contracts/`; `at` is the path inside the file, `/shares/0/fields`. */
export interface Place {
  file: string
  line: number
  at?: string
}

export type Path = readonly (string | number)[]

/** A file of `contracts/`, read: its plain value, and for every path in it the line where that stands. */
export interface Source {
  file: string
  value: unknown
  place(path: Path): Place
}

/** Collects every fault of a load, so that the author mends them in one sitting. */
export class FaultList {
  readonly faults: CatalogueFault[] = []

  add(place: Place, code: string, says: string): void {
    const { file, line, at } = place
    this.faults.push({ code, says, file, line, ...(at === undefined || at === '' ? {} : { at }) })
  }

  /** The faults by file and line, each said once. */
  sorted(): readonly CatalogueFault[] {
    const once = new Map(this.faults.map((fault) => [`${fault.file}:${fault.line}:${fault.says}`, fault]))
    return [...once.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))
  }
}

/** Reads one YAML file (YAML 1.2, so `no` and dates stay text), or says why it cannot be read and gives undefined. */
export function readSource(from: SourceFile, faults: FaultList): Source | undefined {
  // lines are asked for by faults only, and what was read before seldom has any
  if (from.value !== undefined)
    return {
      file: from.path,
      value: from.value,
      place: (path) => readText(from, new FaultList())?.place(path) ?? { file: from.path, line: 1 },
    }
  return readText(from, faults)
}

/** What a file says, or undefined where it is not readable. */
export function yamlIn(file: SourceFile): unknown {
  return readText(file, new FaultList())?.value
}

function readText({ path: file, text }: SourceFile, faults: FaultList): Source | undefined {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  for (const error of document.errors) {
    const says = `This is not readable YAML: ${firstLine(error.message)}. Mend the indentation or the quotes there.`
    faults.add({ file, line: lines.linePos(error.pos[0]).line }, 'HUB_CATALOGUE_YAML', says)
  }
  if (document.errors.length > 0) return undefined
  const root = document.contents as Node | null
  if (root === null) {
    faults.add(
      { file, line: 1 },
      'HUB_CATALOGUE_YAML',
      'The file is empty. Write the contract, or delete the file.',
    )
    return undefined
  }
  const place = (path: Path): Place => ({
    file,
    line: lines.linePos(offsetOf(root, path)).line,
    at: path.map((segment) => `/${segment}`).join(''),
  })
  return { file, value: document.toJS() as unknown, place }
}

/** Where the key (or the item) of the path begins; the nearest ancestor's place where the path leads nowhere. */
function offsetOf(root: Node, path: Path): number {
  let node: unknown = root
  let offset = root.range?.[0] ?? 0
  for (const segment of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment))
      if (pair === undefined) break
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item = node.items[Number(segment)] as Node | undefined
      if (item === undefined) break
      offset = item.range?.[0] ?? offset
      node = item
    } else break
  }
  return offset
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? text).replace(/[.:]+$/, '')
}
