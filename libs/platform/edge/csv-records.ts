import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'

/** One record of a native register: its cells by column name, or why it could not be cut into cells. */
export interface CsvRecord {
  line: number
  cells: Readonly<Record<string, string | undefined>>
  /** Set where the record has another number of cells than the header. */
  fault?: string
}

export type CsvHeader = { ok: true } | { ok: false; missing: string[] }

/** Longest record; a stray quote must not swallow the rest of the file. */
const RECORD_CHARS_MAX = 65_536

/**
 * Cuts a stream of CSV into records as it arrives; holds no more than a record and the stream's own buffer. Before the
 * first record `onHeader` hears which of the needed columns are missing; if any are, nothing is given.
 * @throws Error of csv-parse when the stream is not CSV at all
 */
export async function* csvRecords(
  stream: AsyncIterable<Uint8Array>,
  needed: readonly string[],
  onHeader: (header: CsvHeader) => void,
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: RECORD_CHARS_MAX,
  })
  // A sender that goes away destroys the parser, and reading it throws.
  const records = pipeline(Readable.from(stream), parser, () => undefined)
  let columns: string[] | undefined
  for await (const { record, info } of records as AsyncIterable<{
    record: string[]
    info: { lines: number }
  }>) {
    if (columns === undefined) {
      columns = record.map((name) => name.trim())
      const missing = needed.filter((name) => !columns!.includes(name))
      onHeader(missing.length > 0 ? { ok: false, missing } : { ok: true })
      if (missing.length > 0) return
      continue
    }
    const cells = Object.fromEntries(columns.map((name, position) => [name, record[position]]))
    const odd = record.length !== columns.length
    yield {
      line: info.lines,
      cells,
      ...(odd ? { fault: `The row has ${record.length} cells, not ${columns.length}.` } : {}),
    }
  }
  if (columns === undefined) onHeader({ ok: false, missing: [...needed] })
}
