import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common'
import type { Logger } from '#platform/telemetry'
import type { HttpReply } from './fastify-types.js'
import { problemOf } from './problem-of.js'

/** Answers every error as application/problem+json. Logs code and place, never the message: messages may quote a body. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.getArgByIndex<HttpReply>(1)
    const problem = problemOf(thrown)
    if (problem.status >= 500)
      this.logger.error({ code: problem.code, ...traceOf(problem.cause) }, 'request failed')
    if (reply.sent) return
    void reply
      .code(problem.status)
      .headers(problem.headers)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem.details()))
  }
}

/** Name, vendor code and stack frames of an error; its message stays out of the log. */
export function traceOf(thrown: unknown): { error: string; vendorCode?: string; frames?: string[] } {
  if (!(thrown instanceof Error)) return { error: typeof thrown }
  const code = (thrown as { code?: unknown }).code
  const frames = (thrown.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return {
    error: thrown.name,
    ...(typeof code === 'string' ? { vendorCode: code } : {}),
    frames: frames.slice(0, 8).map((line) => line.trim()),
  }
}
