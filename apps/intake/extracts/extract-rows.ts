import { isUtf8 } from 'node:buffer'
import type { EventContract } from '#core/catalogue'
import type { ExtractRow } from '#core/messages'
import { parseJson, Problem } from '#platform/http'
import { csvLines } from './csv-lines.js'
import { type RawRecord, splitRecords } from './split-records.js'
import { typedColumns, type TypedColumns } from './typed-columns.js'

/** A row without its number. */
export type UnnumberedRow = Omit<ExtractRow, 'row'>

const RAW_BYTES_MAX = 16_384
const FAULTS_SAID_MAX = 5

export const CSV_TYPES = ['text/csv']
export const JSON_LINES_TYPES = ['application/x-ndjson', 'application/jsonl', 'application/json-lines']

/** The rows of an extract, in batches as the stream brings them; none is refused, those that cannot be read say why. */
export function extractRows(
  mediaType: string,
  stream: AsyncIterable<Buffer>,
  contract: EventContract,
): AsyncGenerator<UnnumberedRow[]> {
  return CSV_TYPES.includes(mediaType) ? csvRows(stream, contract) : jsonRows(stream, contract)
}

async function* jsonRows(
  stream: AsyncIterable<Buffer>,
  contract: EventContract,
): AsyncGenerator<UnnumberedRow[]> {
  for await (const records of splitRecords(stream, false))
    yield records.map((record) => jsonRow(record, contract))
}

function jsonRow({ bytes, whole }: RawRecord, contract: EventContract): UnnumberedRow {
  if (!whole) return unparsed(bytes, 'HUB_EXTRACT_ROW_TOO_LONG')
  const parsed = parseJson(bytes)
  return parsed.ok ? checked(parsed.value, contract) : unparsed(bytes, parsed.fault.code)
}

async function* csvRows(
  stream: AsyncIterable<Buffer>,
  contract: EventContract,
): AsyncGenerator<UnnumberedRow[]> {
  let columns: Extract<TypedColumns, { ok: true }> | undefined
  let count: number | undefined
  for await (const records of splitRecords(stream, true)) {
    if (columns === undefined) {
      const header = headerOf(records.shift()!)
      columns = columnsOf(header, contract)
      count = header.length
    }
    const { read } = columns
    const rows = csvLines(records, count).map((line) =>
      'fields' in line ? checked(read(line.fields), contract) : unparsed(line.raw, line.code),
    )
    if (rows.length > 0) yield rows
  }
}

function headerOf(record: RawRecord): string[] {
  const bytes =
    record.bytes.subarray(0, 3).toString('latin1') === '\u00ef\u00bb\u00bf'
      ? record.bytes.subarray(3)
      : record.bytes
  const [line] = csvLines([{ ...record, bytes }], undefined)
  return line !== undefined && 'fields' in line ? line.fields.map((name) => name.trim()) : []
}

function columnsOf(header: readonly string[], contract: EventContract): Extract<TypedColumns, { ok: true }> {
  const columns = typedColumns(contract.schema, header)
  if (columns.ok && header.length > 0) return columns
  throw new Problem(
    400,
    'HUB_EXTRACT_COLUMNS',
    'The first line must name the columns as fields of the data, as person.pnc.',
    `Use fields of ${contract.name}.`,
    {
      faults: (columns.ok ? [] : columns.unknown).map((name) => ({
        code: 'HUB_EXTRACT_COLUMN_UNKNOWN',
        at: name.slice(0, 100),
        says: `${contract.name} has no such field.`,
      })),
    },
  )
}

function checked(data: unknown, contract: EventContract): UnnumberedRow {
  const faults = contract.check(data)
  if (faults.length === 0) return { data }
  const said = faults
    .slice(0, FAULTS_SAID_MAX)
    .map(({ code, at }) => (at === undefined ? code : `${code} ${at}`))
  return { data, unreadable: [...said, ...(faults.length > FAULTS_SAID_MAX ? ['…'] : [])].join('; ') }
}

/** As it came: text that is no UTF-8 would be another when it is written as text, and so would a character cut in two. */
function unparsed(bytes: Buffer, code: string): UnnumberedRow {
  const { length } = bytes
  if (length <= RAW_BYTES_MAX && isUtf8(bytes)) return { raw: bytes.toString('utf8'), unreadable: code }
  return { rawBytes: bytes.subarray(0, RAW_BYTES_MAX).toString('base64'), unreadable: code }
}
