/** The language's own errors, whose text quotes what could not be read: `Unexpected token 'J', "Jane…"`. */
const QUOTING = [SyntaxError, TypeError, RangeError, URIError]
/** PostgreSQL's data exceptions (SQLSTATE class 22) quote the value at fault. */
const DATA_EXCEPTION = /^22/

/**
 * What a log may say of an error: its text, where that speaks of servers, names and states; only its name and code where the text
 * may quote a message or a person.
 */
export function sayable(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  if (QUOTING.some((kind) => error instanceof kind)) return error.name
  const { code, severity } = error as { code?: unknown; severity?: unknown }
  if (severity !== undefined && DATA_EXCEPTION.test(String(code))) return `PostgreSQL ${String(code)}`
  return error.message
}
