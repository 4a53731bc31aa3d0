import { parse } from 'csv-parse/sync'
import type { Fault } from '#core/kernel'
import { utf8 } from './json-document.js'
import { type Findings, Place } from './place.js'

/** More lines than an office sends in a month; a longer list is cut up by its sender. */
const LINES_MAX = 2_000

export type CsvLines = { ok: true; lines: Place[] } | { ok: false; faults: Fault[] }

/**
 * A short list as CSV, each line a place whose address is its line in the file, `/line 3`. Memory is bounded by the
 * message's own bound.
 * @param found where what is wrong with a cell is gathered
 * @param needed the columns that its first line must name, so that a list of something else is taken for no empty one
 * @param names another name for a column, by the column's own in upper case
 */
export function csvLines(
  bytes: Uint8Array,
  found: Findings,
  needed: readonly string[],
  names: Readonly<Record<string, string>> = {},
): CsvLines {
  const text = utf8(bytes)
  if (text === undefined) return unreadable('The list is not UTF-8; send it as UTF-8.')
  let missing = needed
  const columnsOf = (written: string[]): string[] => {
    const columns = written.map((name) => names[name.trim().toUpperCase()] ?? name.trim())
    missing = needed.filter((name) => !columns.includes(names[name] ?? name))
    return columns
  }
  try {
    const rows = parse(text, {
      columns: columnsOf,
      info: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      to: LINES_MAX + 1,
    }) as unknown as { record: unknown; info: { lines: number } }[]
    if (missing.length > 0)
      return unreadable(
        `The list's first line lacks ${missing.join(', ')}; it must name ${needed.join(', ')}.`,
        '/line 1',
      )
    if (rows.length > LINES_MAX) return unreadable(`The list has more than ${LINES_MAX} lines; send several.`)
    return {
      ok: true,
      lines: rows.map(({ record, info }) => new Place(record, `/line ${info.lines}`, found)),
    }
  } catch (error) {
    return unreadable(`The list is not CSV: ${error instanceof Error ? error.message : 'unreadable'}.`)
  }
}

function unreadable(says: string, at?: string): CsvLines {
  return {
    ok: false,
    faults: [{ code: 'HUB_EDGE_NATIVE_UNREADABLE', ...(at === undefined ? {} : { at }), says }],
  }
}
