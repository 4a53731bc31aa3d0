import { durationMs, parseDuration } from '#core/calendar'
import type { Comparison, ComparisonSide, DifferenceMeaning, EventContract, Obligation } from './catalogue.js'
import { readVersion } from './obligation-file.js'
import { readConsequence, readDifference, readSide } from './phrases.js'
import { type Shape, shapeAt } from './shape.js'
import type { Source } from './source.js'
import type { Workbench } from './workbench.js'

interface ComparisonFile {
  comparison: string
  says: string
  source: string
  key: string
  sides: Record<string, string>
  covers?: string
  heldWhen?: Record<string, string>
  notYetDue?: string
  noLongerDue?: string
  compares: string[]
  differences: Record<string, { means: string; opens: string }>
  staleAfter: string
}

/** Reads `comparisons/`: what registers must agree on. */
export function readComparisons(bench: Workbench, obligations: readonly Obligation[]): readonly Comparison[] {
  const names = new Set<string>()
  return bench.files.of('comparison').flatMap((source) => {
    const file = source.value as ComparisonFile
    if (names.has(file.comparison))
      bench.fault(
        source,
        ['comparison'],
        'DUPLICATE',
        `${file.comparison} is declared in another file too: keep one.`,
      )
    names.add(file.comparison)
    return readComparison(bench, source, file, obligations)
  })
}

function readComparison(
  bench: Workbench,
  source: Source,
  file: ComparisonFile,
  obligations: readonly Obligation[],
): Comparison[] {
  const version = readVersion(bench, source, file.comparison)
  if (!bench.identifiers.has(file.key))
    bench.fault(
      source,
      ['key'],
      'REFERENCE',
      `There is no handle ${file.key} in reference/identifiers.yaml to join the sides on: add it, or name another.`,
    )
  const rows = new Map<string, EventContract>()
  const sides = Object.entries(file.sides).flatMap(([side, text]) =>
    readOneSide(bench, source, file, side, text, rows),
  )
  const shapes = [...rows.values()]
  for (const [index, field] of file.compares.entries()) {
    const having = shapes.filter((event) => has(event, field))
    if (having.length < 2 && shapes.length === Object.keys(file.sides).length)
      bench.fault(
        source,
        ['compares', index],
        'FIELD',
        `${field} stands on ${having.length === 0 ? 'no side' : 'one side only'}, so there is nothing to compare: name a field that two sides have.`,
      )
  }
  const scopes = [bench.scopeOf(shapes)]
  const covers =
    file.covers === undefined ? undefined : bench.condition(source, ['covers'], file.covers, scopes)
  const notYetDue = readNotYetDue(bench, source, file, shapes)
  const lastDay = file.noLongerDue?.replace(/^after /, '')
  const noLongerDue =
    lastDay === undefined ? undefined : bench.expression(source, ['noLongerDue'], lastDay, scopes)
  for (const side of Object.keys(file.heldWhen ?? {}))
    if (file.sides[side] === undefined)
      bench.fault(
        source,
        ['heldWhen', side],
        'REFERENCE',
        `${side} is not a side of the comparison: name one of ${Object.keys(file.sides).join(', ')}.`,
      )
  const differences = Object.entries(file.differences).flatMap(([text, line]) =>
    readMeaning(bench, source, file, text, line, rows, obligations),
  )
  const stale = parseDuration(file.staleAfter)
  if (!stale.ok) bench.fault(source, ['staleAfter'], 'PHRASE', stale.fault.says)
  return [
    {
      ...{
        comparison: file.comparison,
        version,
        says: file.says,
        source: file.source,
        key: file.key,
        sides,
        differences,
      },
      ...(covers ? { covers } : {}),
      ...(notYetDue ? { notYetDue } : {}),
      ...(noLongerDue ? { noLongerDue } : {}),
      compares: file.compares,
      staleAfterMs: stale.ok ? durationMs(stale.duration) : 0,
      file: source.file,
    },
  ]
}

function has(event: EventContract, field: string): boolean {
  return shapeAt(event.schema as Shape, field.split('.')).found
}

function readOneSide(
  bench: Workbench,
  source: Source,
  file: ComparisonFile,
  side: string,
  text: string,
  rows: Map<string, EventContract>,
): ComparisonSide[] {
  const path = ['sides', side]
  const line = readSide(text)
  const event = bench.versionsOf(line.type, line.version).toSorted((a, b) => b.version - a.version)[0]
  const from = bench.selector(source, path, line.from)
  if (event === undefined) {
    if (!bench.isDeclared(line.type))
      bench.fault(
        source,
        path,
        'REFERENCE',
        `There is no event ${line.type} to shape the rows of ${side}: declare it in events/, or name another.`,
      )
    return []
  }
  rows.set(side, event)
  if (!event.handles.has(file.key))
    bench.fault(
      source,
      path,
      'FIELD',
      `The rows of ${side} are shaped as ${event.name}, which does not declare the handle ${file.key}: declare it there, or mend the key.`,
    )
  if (from && !bench.unitsOf(from).some(({ extracts }) => extracts.includes(event.type)))
    bench.fault(
      source,
      path,
      'REFERENCE',
      `None of those who send ${side} declares extracts of ${event.type}: add it to their units in organisations/.`,
    )
  const held = file.heldWhen?.[side]
  const heldWhen =
    held === undefined
      ? undefined
      : bench.condition(source, ['heldWhen', side], held, [bench.scopeOf([event])])
  return from
    ? [{ side, type: event.type, version: event.version, from, ...(heldWhen ? { heldWhen } : {}) }]
    : []
}

function readNotYetDue(
  bench: Workbench,
  source: Source,
  file: ComparisonFile,
  rows: readonly EventContract[],
): Comparison['notYetDue'] {
  if (file.notYetDue === undefined) return undefined
  const phrase = bench.phrase(source, ['notYetDue'], file.notYetDue)
  if (phrase === undefined) return undefined
  if (phrase.anchor.at !== 'data') {
    bench.fault(
      source,
      ['notYetDue'],
      'PHRASE',
      'A row is not yet due until some time after a date of its own: write `until 10 calendar days after data.madeOn`.',
    )
    return undefined
  }
  const from = bench.expression(source, ['notYetDue'], phrase.anchor.path, [bench.scopeOf(rows)])
  return from ? { phrase, from } : undefined
}

function readMeaning(
  bench: Workbench,
  source: Source,
  file: ComparisonFile,
  text: string,
  line: { means: string; opens: string },
  rows: ReadonlyMap<string, EventContract>,
  obligations: readonly Obligation[],
): DifferenceMeaning[] {
  const path = ['differences', text]
  const { side, ...difference } = readDifference(text)
  const row = rows.get(side)
  if (file.sides[side] === undefined)
    bench.fault(
      source,
      path,
      'REFERENCE',
      `${side} is not a side of the comparison: name one of ${Object.keys(file.sides).join(', ')}.`,
    )
  if (difference.kind === 'differs' && !file.compares.includes(difference.field))
    bench.fault(
      source,
      path,
      'FIELD',
      `${difference.field} is not compared: add it to compares, or name one of ${file.compares.join(', ')}.`,
    )
  else if (difference.kind === 'differs' && row && !has(row, difference.field))
    bench.fault(
      source,
      path,
      'FIELD',
      `The rows of ${side} have no ${difference.field}, so it cannot differ there: name another side or field.`,
    )
  const opens = readConsequence(line.opens)
  if (opens) checkConsequence(bench, source, [...path, 'opens'], file, opens.obligation, obligations)
  return [{ ...difference, side, means: line.means, ...(opens ? { opens } : {}) }]
}

function checkConsequence(
  bench: Workbench,
  source: Source,
  path: string[],
  file: ComparisonFile,
  name: string,
  obligations: readonly Obligation[],
): void {
  const opened = obligations.filter(({ obligation }) => obligation === name)
  if (
    opened.length === 0 &&
    !bench.obligations.has(name) &&
    ![...bench.files.broken].some((stem) => stem.startsWith(`${name}-`))
  )
    bench.fault(
      source,
      path,
      'REFERENCE',
      `There is no obligation ${name} to open: declare it in obligations/, or write \`nothing, listed in the coverage statement\`.`,
    )
  for (const rule of opened) {
    if (!rule.onePer.includes(file.key))
      bench.fault(
        source,
        path,
        'FIELD',
        `${name} is one per ${rule.onePer.join(', ')} and the comparison is joined on ${file.key}: let it open a rule that is one per ${file.key}.`,
      )
    if (!rule.opens.some(({ type }) => type === 'hub.difference.found'))
      bench.fault(
        source,
        path,
        'REFERENCE',
        `${name} does not open on hub.difference.found, so nothing would follow: add it to its opens.`,
      )
  }
}
