import { Body, Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common'
import { datedAt, type NativeAnswer, NativeMessages, type RegisterAnswer, takeNative } from '#platform/edge'
import { type HttpRequest, Problem } from '#platform/http'
import { CourtRegisters } from './native/court-register.js'
import type { CourtFormat } from './translate.js'

/** What court systems speak to: hearings, results, dispatch notes, registers. Native in, facts out. */
@Controller()
export class CourtsController {
  constructor(
    @Inject(NativeMessages) private readonly messages: NativeMessages,
    @Inject(CourtRegisters) private readonly registers: CourtRegisters,
  ) {}

  @Post('common-platform/hearings')
  @HttpCode(202)
  hearing(@Body() body: unknown): Promise<NativeAnswer> {
    return this.accept('common-platform', body)
  }

  @Post('libra/results')
  @HttpCode(202)
  results(@Body() body: unknown): Promise<NativeAnswer> {
    return this.accept('libra', body)
  }

  @Post('order-copies')
  @HttpCode(202)
  orderCopies(@Req() request: HttpRequest): Promise<NativeAnswer> {
    const isJson = (request.headers['content-type'] ?? '').includes('json')
    return this.accept(isJson ? 'dispatch-json' : 'dispatch-csv', request.body)
  }

  /** A court's register as it stands, `text/csv` in the court's own columns, streamed through to the hub. */
  @Post('registers/prevention-orders')
  @HttpCode(202)
  register(
    @Req() request: HttpRequest,
    @Query('court') court: string | undefined,
    @Query('asAt') asAt: string | undefined,
  ): Promise<RegisterAnswer> {
    if (!/^[A-Z]\d{2}[A-Z]{2}$/.test(court ?? ''))
      throw new Problem(
        400,
        'HUB_COURTS_REGISTER_UNNAMED',
        'The address must say which court: ?court=B01FA&asAt=2011-09-30T22:59:59Z.',
        'Name the court.',
      )
    return this.registers.pass(request.body as AsyncIterable<Uint8Array>, court!, datedAt(asAt))
  }

  private accept(format: CourtFormat, body: unknown): Promise<NativeAnswer> {
    return takeNative(this.messages, format, body)
  }
}
