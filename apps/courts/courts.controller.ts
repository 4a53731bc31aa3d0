import { Body, Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common'
import { bodyBytes, type NativeAnswer, nativeAnswer, NativeMessages } from '#platform/edge'
import { type HttpRequest, Problem } from '#platform/http'
import { CourtOffice, type OfficePost } from './court-office.js'
import { RegisterExtracts, type RegisterAnswer } from './register-extracts.js'
import type { CourtFormat } from './translate.js'

/** Largest native message; a long hearing of the public samples has 400 kB. */
export const NATIVE_BYTES_MAX = 2 * 1_048_576

/** What court systems speak to: hearings, results, dispatch notes, registers. Native in, facts out. */
@Controller()
export class CourtsController {
  constructor(
    @Inject(NativeMessages) private readonly messages: NativeMessages,
    @Inject(RegisterExtracts) private readonly extracts: RegisterExtracts,
    @Inject(CourtOffice) private readonly office: CourtOffice,
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
    if (!/^[A-Z]\d{2}[A-Z]{2}$/.test(court ?? '') || asAt === undefined)
      throw new Problem(
        400,
        'HUB_COURTS_REGISTER_UNNAMED',
        'The address must say which court and as at when: ?court=B01FA&asAt=2011-09-30T22:59:59Z.',
        'Name both.',
      )
    return this.extracts.pass(request.body as AsyncIterable<Uint8Array>, court!, asAt)
  }

  /** What came for the courts and their heads after the position `since`; asked again, it is told again. */
  @Post('office/work-through')
  @HttpCode(200)
  workThrough(@Query('since') since = '0'): Promise<{ post: OfficePost[] }> {
    if (!/^\d{1,15}$/.test(since))
      throw new Problem(
        400,
        'HUB_COURTS_OFFICE_SINCE',
        'since must be a position, a whole number.',
        'Use the last one.',
      )
    return this.office.workThrough(Number(since))
  }

  private async accept(format: CourtFormat, body: unknown): Promise<NativeAnswer> {
    const bytes = await bodyBytes(body, NATIVE_BYTES_MAX)
    return nativeAnswer(await this.messages.accept(format, bytes))
  }
}
