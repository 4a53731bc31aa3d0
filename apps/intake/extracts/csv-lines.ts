import { isUtf8 } from 'node:buffer'
import { parse } from 'csv-parse/sync'
import type { RawRecord } from './split-records.js'

export type CsvLine = { fields: string[] } | { raw: Buffer; code: string }

/**
 * The fields of each record. All are parsed in one go; only where that fails is each looked at alone. A record of several
 * lines that cannot be parsed, or has another number of columns, is taken line by line: a stray quote had joined them.
 */
export function csvLines(records: readonly RawRecord[], columns: number | undefined): CsvLine[] {
  const together = records.every((record) => record.whole && isUtf8(record.bytes))
    ? parsed(Buffer.concat(records.flatMap((record) => [record.bytes, LINE_END])))
    : undefined
  if (together?.length === records.length && together.every((fields) => fits(fields, columns)))
    return together.map((fields) => ({ fields }))
  return records.flatMap((record) => alone(record, columns))
}

const LINE_END = Buffer.from('\n')

function alone(record: RawRecord, columns: number | undefined): CsvLine[] {
  const line = lineOf(record, columns)
  if ('fields' in line || !record.bytes.includes(LINE_END)) return [line]
  return linesOf(record.bytes).map((bytes) => lineOf({ bytes, whole: record.whole }, columns))
}

function lineOf({ bytes, whole }: RawRecord, columns: number | undefined): CsvLine {
  if (!whole) return { raw: bytes, code: 'HUB_EXTRACT_ROW_TOO_LONG' }
  if (!isUtf8(bytes)) return { raw: bytes, code: 'HUB_EXTRACT_ROW_NOT_UTF8' }
  const [fields, ...more] = parsed(bytes) ?? []
  if (fields === undefined || more.length > 0) return { raw: bytes, code: 'HUB_EXTRACT_ROW_NOT_CSV' }
  return fits(fields, columns) ? { fields } : { raw: bytes, code: 'HUB_EXTRACT_ROW_COLUMNS' }
}

function fits(fields: readonly string[], columns: number | undefined): boolean {
  return columns === undefined || fields.length === columns
}

function parsed(bytes: Buffer): string[][] | undefined {
  try {
    return parse(bytes, { relax_column_count: true, record_delimiter: '\n' })
  } catch {
    return undefined
  }
}

function linesOf(bytes: Buffer): Buffer[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .map((line) => Buffer.from(line.replace(/\r$/, ''), 'latin1'))
    .filter((line) => line.length > 0)
}
