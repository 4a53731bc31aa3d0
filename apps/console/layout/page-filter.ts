import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common'
import { problemOf, traceOf } from '#platform/http'
import type { Logger } from '#platform/telemetry'
import { type ConsoleReply, type ConsoleRequest, isApi } from '../sign-in/console-request.js'
import type { Pages } from './pages.js'

/** What a person reads instead of a number. */
const TITLES: Readonly<Record<number, string>> = {
  400: 'There is a problem with the address',
  403: 'You may not see this page',
  404: 'Page not found',
  429: 'Too many requests',
  503: 'The service is not available',
}

/** Answers errors as pages to people, and as problem details to programs. Whoever is not signed in is asked to sign in. */
@Catch()
export class PageFilter implements ExceptionFilter {
  constructor(
    private readonly pages: Pages,
    private readonly logger: Logger,
    private readonly tellProgram: (thrown: unknown, host: ArgumentsHost) => void,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.getArgByIndex<ConsoleRequest>(0)
    const reply = host.getArgByIndex<ConsoleReply>(1)
    if (isApi(request)) return this.tellProgram(thrown, host)
    const problem = problemOf(thrown)
    if (problem.status >= 500)
      this.logger.error({ code: problem.code, ...traceOf(problem.cause) }, 'request failed')
    if (reply.sent) return
    const isSignIn = request.url.startsWith('/sign-in')
    if (problem.status === 401 && !isSignIn && request.method === 'GET') {
      await reply.code(303).redirect(`/sign-in?returnTo=${encodeURIComponent(request.url)}`)
      return
    }
    void reply.headers(problem.headers)
    const title = TITLES[problem.status] ?? 'Sorry, there is a problem with the service'
    const { says, mend, code, status } = problem
    await this.pages.show(request, reply, 'layout/problem.njk', { title, says, mend, code, status }, status)
  }
}
