/** A moment in milliseconds since 1970-01-01T00:00:00Z. Every decision reads its instants from messages and ticks, never from a clock. */
export type Instant = number

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/** What every store of the hub can hold. */
const EARLIEST = Date.UTC(1000, 0, 1)
const LATEST = Date.UTC(9000, 0, 1)

/** Reads an RFC 3339 timestamp with its zone, as CloudEvents demands for `time`; undefined when it is not one. */
export function parseInstant(text: string): Instant | undefined {
  if (!RFC3339.test(text)) return undefined
  const at = Date.parse(text)
  return at >= EARLIEST && at < LATEST ? at : undefined
}

/** The instant in ISO 8601, UTC, with milliseconds. */
export function isoInstant(at: Instant): string {
  return new Date(at).toISOString()
}
