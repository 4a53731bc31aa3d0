import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common'
import { type NativeAnswer, NativeMessages, takeNative } from '#platform/edge'
import type { ProbationFormat } from './translate.js'

/** What probation's systems and the recall desk speak to. Delius is a sandbox here. */
@Controller()
export class ProbationController {
  constructor(@Inject(NativeMessages) private readonly messages: NativeMessages) {}

  /** One event of the probation services in their common envelope, or a list of them. */
  @Post('domain-events')
  @HttpCode(202)
  domainEvents(@Body() body: unknown): Promise<NativeAnswer> {
    return this.accept('domain-events', body)
  }

  /** Cases as Delius lists them, CSV: where the sandbox has none under the number, it holds these. */
  @Post('delius/cases')
  @HttpCode(202)
  cases(@Body() body: unknown): Promise<NativeAnswer> {
    return this.accept('delius-cases', body)
  }

  /** Steps of cases, JSON: questions to the police, recalls, their documents, licences, registrations. */
  @Post('delius/steps')
  @HttpCode(202)
  steps(@Body() body: unknown): Promise<NativeAnswer> {
    return this.accept('delius-steps', body)
  }

  private accept(format: ProbationFormat, body: unknown): Promise<NativeAnswer> {
    return takeNative(this.messages, format, body)
  }
}
