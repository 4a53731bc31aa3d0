/**
 * SQLSTATE classes of a server that is not to be had: connection exceptions, operator intervention (it ends, or it is not
 * ready yet), and too few resources (PostgreSQL, appendix A).
 */
const AWAY = /^(08|57P|53)/
/** What the system says of a way that is cut: ECONNREFUSED, ETIMEDOUT. */
const NO_WAY = /^E[A-Z]+$/
/** What the driver says by itself, which has no code. */
const BROKEN_OFF = /^Connection terminated|^timeout exceeded when trying to connect|connection error/

/** Whether a query failed because of the server or the way to it, and not because of what was asked. */
export function isServerAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return typeof code === 'string' && code !== ''
    ? AWAY.test(code) || NO_WAY.test(code)
    : BROKEN_OFF.test(String(message))
}
