import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common'
import { type NativeAnswer, NativeMessages, takeNative } from '#platform/edge'
import type { PrisonFormat } from './translate.js'

/** What prisons' systems speak to. NOMIS is a sandbox here. */
@Controller()
export class PrisonsController {
  constructor(@Inject(NativeMessages) private readonly messages: NativeMessages) {}

  /** One event of the prison services in their common envelope, or a list of them. */
  @Post('domain-events')
  @HttpCode(202)
  domainEvents(@Body() body: unknown): Promise<NativeAnswer> {
    return this.accept('domain-events', body)
  }

  /** Prisoners as NOMIS lists them, CSV: where the sandbox has none under the number, it holds these. */
  @Post('nomis/prisoners')
  @HttpCode(202)
  prisoners(@Body() body: unknown): Promise<NativeAnswer> {
    return this.accept('nomis-prisoners', body)
  }

  /** What staff type into NOMIS, CSV: movements, release dates, temporary absences. */
  @Post('nomis/transactions')
  @HttpCode(202)
  transactions(@Body() body: unknown): Promise<NativeAnswer> {
    return this.accept('nomis-transactions', body)
  }

  /** The book of an Offender Management Unit, CSV: notices before a release, and the monthly MAPPA meeting. */
  @Post('omu/book')
  @HttpCode(202)
  omuBook(@Body() body: unknown): Promise<NativeAnswer> {
    return this.accept('omu-book', body)
  }

  private accept(format: PrisonFormat, body: unknown): Promise<NativeAnswer> {
    return takeNative(this.messages, format, body)
  }
}
