import { ROW_BYTES_MAX } from '../bounds.js'

const NEWLINE = 0x0a
const RETURN = 0x0d
const QUOTE = 0x22

/** A record as it came; `whole` is false where it was longer than a row may be, and then only its beginning is here. */
export interface RawRecord {
  bytes: Buffer
  whole: boolean
}

/**
 * Cuts a stream into records at line ends; with `quoted`, a line end between double quotes belongs to its record
 * (RFC 4180 §2.6). Holds one record and one chunk of the stream at most. A quote that is never closed costs its own
 * line only: once the record is too long to be one, cutting resumes after its first line.
 */
export async function* splitRecords(
  stream: AsyncIterable<Buffer>,
  quoted: boolean,
): AsyncGenerator<RawRecord[]> {
  let pending: Buffer = Buffer.alloc(0)
  let discarding = false
  for await (const chunk of stream) {
    let buffer = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    if (discarding) {
      const end = buffer.indexOf(NEWLINE)
      if (end < 0) continue
      buffer = buffer.subarray(end + 1)
      discarding = false
    }
    const records: RawRecord[] = []
    let rest = cut(buffer, quoted, records)
    while (rest.length > ROW_BYTES_MAX && !discarding) {
      const end = rest.indexOf(NEWLINE)
      discarding = end < 0
      push(records, rest.subarray(0, discarding ? ROW_BYTES_MAX : end), false)
      rest = discarding ? Buffer.alloc(0) : cut(rest.subarray(end + 1), quoted, records)
    }
    pending = Buffer.from(rest)
    if (records.length > 0) yield records
  }
  const last: RawRecord[] = []
  push(last, pending, true)
  if (last.length > 0) yield last
}

/** Pushes the complete records of the buffer and returns what is left over. */
function cut(buffer: Buffer, quoted: boolean, records: RawRecord[]): Buffer {
  let start = 0
  let inQuotes = false
  for (let i = 0; i < buffer.length; i++) {
    const byte = buffer[i]
    if (byte === QUOTE && quoted) inQuotes = !inQuotes
    else if (byte === NEWLINE && !inQuotes) {
      push(records, buffer.subarray(start, i), true)
      start = i + 1
    }
  }
  return buffer.subarray(start)
}

/** Empty lines are no rows. */
function push(records: RawRecord[], bytes: Buffer, whole: boolean): void {
  const tidy = bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes
  if (tidy.length === 0) return
  const fits = tidy.length <= ROW_BYTES_MAX
  records.push({ bytes: fits ? tidy : tidy.subarray(0, ROW_BYTES_MAX), whole: whole && fits })
}
