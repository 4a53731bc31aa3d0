import { csvRecords, type CsvRecord } from './csv-records.js'

/**
 * A native row as contract data, or why it cannot be read; `key` are the fields by which the hub knows what the row is about,
 * as far as they could be read all the same, so that a row that cannot be read is not taken for one that is not there.
 */
export type TranslatedRow =
  | { ok: true; data: Record<string, unknown> }
  | { ok: false; reason: string; key?: Readonly<Record<string, unknown>> }

/** Bytes gathered before they are passed on. */
const BUFFER_CHARS = 65_536

export interface TranslationCounts {
  rows: number
  untranslatable: number
}

/**
 * A native register as JSON lines of contract data, in the order and number of its rows. A row that cannot be translated
 * is passed on all the same with its key, as one that no contract describes: the hub counts it as unreadable and
 * matches it with nothing. Memory is bounded by one record and one buffer, however long the register.
 * @param counts filled in as rows go by
 */
export async function* translatedLines(
  stream: AsyncIterable<Uint8Array>,
  needed: readonly string[],
  translate: (record: CsvRecord) => TranslatedRow,
  counts: TranslationCounts,
  onMissing: (missing: readonly string[]) => void,
): AsyncGenerator<Buffer> {
  let pending: string[] = []
  let chars = 0
  for await (const record of csvRecords(stream, needed, (header) => header.ok || onMissing(header.missing))) {
    const row: TranslatedRow =
      record.fault === undefined ? translate(record) : { ok: false, reason: record.fault }
    counts.rows++
    if (!row.ok) counts.untranslatable++
    const line = JSON.stringify(
      row.ok ? row.data : { ...row.key, line: record.line, untranslatable: row.reason },
    )
    pending.push(line)
    chars += line.length + 1
    if (chars >= BUFFER_CHARS) {
      yield Buffer.from(`${pending.join('\n')}\n`)
      pending = []
      chars = 0
    }
  }
  if (pending.length > 0) yield Buffer.from(`${pending.join('\n')}\n`)
}
