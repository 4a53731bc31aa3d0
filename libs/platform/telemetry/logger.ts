import { pino, type Logger } from 'pino'

export type { Logger }

/**
 * JSON lines on stdout. A log line carries codes, counts and ids; never a payload, a name or an identifier of a person.
 * @param level pino's level names
 */
export function createLogger(app: string, level: string): Logger {
  return pino({
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['req.headers.authorization', 'req.body', '*.password', '*.data'], remove: true },
  })
}
