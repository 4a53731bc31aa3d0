import { Body, Controller, HttpCode, Inject, Post, Put, Query, Req } from '@nestjs/common'
import { instantOf } from '#core/calendar'
import { parseInstant } from '#core/kernel'
import { bodyBytes, HubClient, type NativeAnswer, nativeAnswer, NativeMessages } from '#platform/edge'
import { type HttpRequest, parseJson, Problem } from '#platform/http'
import { Desk, type DeskDay } from './desk/desk.js'
import { type Misdeed, PncSandbox } from './pnc/pnc-sandbox.js'
import { pncRegister, visorRegister } from './registers/police-registers.js'
import { passRegister, type RegisterAnswer } from './registers/register-extracts.js'
import { VisorSandbox } from './registers/visor-sandbox.js'

export const NATIVE_BYTES_MAX = 2 * 1_048_576
const MISDEEDS_MAX = 1_000

/** What police systems and the Sex Offenders Registration Unit's desk speak to. PNC and ViSOR are sandboxes here. */
@Controller()
export class PoliceController {
  constructor(
    @Inject(NativeMessages) private readonly messages: NativeMessages,
    @Inject(HubClient) private readonly hub: HubClient,
    @Inject(PncSandbox) private readonly pnc: PncSandbox,
    @Inject(VisorSandbox) private readonly visor: VisorSandbox,
    @Inject(Desk) private readonly desk: Desk,
  ) {}

  @Post('registers/pnc')
  @HttpCode(202)
  pncExtract(@Req() request: HttpRequest, @Query('asAt') asAt?: string): Promise<RegisterAnswer> {
    return passRegister(this.hub, pncRegister(this.pnc), streamOf(request), dated(asAt))
  }

  @Post('registers/visor')
  @HttpCode(202)
  visorExtract(@Req() request: HttpRequest, @Query('asAt') asAt?: string): Promise<RegisterAnswer> {
    return passRegister(this.hub, visorRegister(this.visor), streamOf(request), dated(asAt))
  }

  /** Orders newly recorded in ViSOR, rows of its register; `recordedOn` is the day. */
  @Post('visor/orders')
  @HttpCode(202)
  async visorOrders(
    @Req() request: HttpRequest,
    @Query('recordedOn') recordedOn?: string,
  ): Promise<NativeAnswer> {
    if (
      recordedOn === undefined ||
      !/^\d{4}-\d{2}-\d{2}$/.test(recordedOn) ||
      instantOf(recordedOn) === undefined
    )
      throw new Problem(400, 'HUB_POLICE_UNDATED', 'recordedOn must be a day, YYYY-MM-DD.', 'Name the day.')
    const rows = await bodyBytes(request.body, NATIVE_BYTES_MAX)
    return nativeAnswer(await this.messages.accept(`visor-orders ${recordedOn}`, rows))
  }

  @Post('pnc/transactions')
  @HttpCode(202)
  async transactions(@Req() request: HttpRequest): Promise<NativeAnswer> {
    return nativeAnswer(
      await this.messages.accept('pnc-transactions', await bodyBytes(request.body, NATIVE_BYTES_MAX)),
    )
  }

  /** The unit's post of the day: paper copies, as typed into its post book. */
  @Post('desk/post')
  @HttpCode(202)
  async post(@Req() request: HttpRequest): Promise<NativeAnswer> {
    return nativeAnswer(
      await this.messages.accept('soru-post', await bodyBytes(request.body, NATIVE_BYTES_MAX)),
    )
  }

  /** One working through of the desk, as at `asAt`; says what was done. */
  @Post('desk/work-through')
  @HttpCode(200)
  workThrough(@Query('asAt') asAt?: string): Promise<DeskDay> {
    return this.desk.workThrough(dated(asAt))
  }

  /** Tells the PNC sandbox to misbehave: a list of misdeeds, each once and for one order. */
  @Put('sandbox/misbehaviour')
  @HttpCode(200)
  async misbehave(@Body() body: unknown): Promise<{ misdeeds: number }> {
    const parsed = parseJson(await bodyBytes(body, NATIVE_BYTES_MAX))
    const misdeeds = parsed.ok && Array.isArray(parsed.value) ? (parsed.value as unknown[]) : undefined
    if (misdeeds === undefined || misdeeds.length > MISDEEDS_MAX || !misdeeds.every(isMisdeed))
      throw new Problem(
        400,
        'HUB_POLICE_MISDEED',
        `A list of at most ${MISDEEDS_MAX} misdeeds is expected: courtCode, orderId, does (lose, reject, apply-wrongly, delay with days).`,
        'Correct the list.',
      )
    await this.pnc.misbehave(misdeeds)
    return { misdeeds: misdeeds.length }
  }
}

function streamOf(request: HttpRequest): AsyncIterable<Uint8Array> {
  return request.body as AsyncIterable<Uint8Array>
}

function dated(asAt: string | undefined): string {
  if (asAt !== undefined && parseInstant(asAt) !== undefined) return asAt
  throw new Problem(
    400,
    'HUB_POLICE_UNDATED',
    'asAt must be a time with its zone, RFC 3339.',
    'Name the time.',
  )
}

function isMisdeed(value: unknown): value is Misdeed {
  const one = value as Partial<Misdeed> | null
  const known = ['lose', 'reject', 'apply-wrongly', 'delay'].includes(one?.does ?? '')
  const days = one?.days === undefined || (Number.isInteger(one.days) && one.days > 0 && one.days < 1_000)
  return known && days && typeof one?.courtCode === 'string' && typeof one.orderId === 'string'
}
