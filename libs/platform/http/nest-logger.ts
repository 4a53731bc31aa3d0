import type { LoggerService } from '@nestjs/common'
import type { Logger } from '#platform/telemetry'

/** Nest's own lines through pino. Routine lines are debug; an error's text stays out, as it may quote a body. */
export function nestLogger(logger: Logger): LoggerService {
  const text = (message: unknown): string =>
    typeof message === 'string' ? message : (message as Error)?.name
  return {
    log: (message) => logger.debug(text(message)),
    warn: (message) => logger.warn(text(message)),
    error: (message) => logger.error(text(message)),
    fatal: (message) => logger.fatal(text(message)),
    debug: (message) => logger.trace(text(message)),
    verbose: (message) => logger.trace(text(message)),
  }
}
