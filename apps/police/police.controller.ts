import { Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common'
import {
  datedAt,
  datedOn,
  type NativeAnswer,
  NativeMessages,
  type RegisterAnswer,
  takeNative,
} from '#platform/edge'
import type { HttpRequest } from '#platform/http'
import { Desk, type DeskDay } from './desk/desk.js'
import { PoliceRegisters } from './registers/police-registers.js'

/** What police systems and the Sex Offenders Registration Unit's desk speak to. PNC and ViSOR are sandboxes here. */
@Controller()
export class PoliceController {
  constructor(
    @Inject(NativeMessages) private readonly messages: NativeMessages,
    @Inject(PoliceRegisters) private readonly registers: PoliceRegisters,
    @Inject(Desk) private readonly desk: Desk,
  ) {}

  @Post('registers/pnc')
  @HttpCode(202)
  pncExtract(@Req() request: HttpRequest, @Query('asAt') asAt?: string): Promise<RegisterAnswer> {
    return this.registers.passPnc(streamOf(request), datedAt(asAt))
  }

  @Post('registers/visor')
  @HttpCode(202)
  visorExtract(@Req() request: HttpRequest, @Query('asAt') asAt?: string): Promise<RegisterAnswer> {
    return this.registers.passVisor(streamOf(request), datedAt(asAt))
  }

  /** Orders newly recorded in ViSOR, rows of its register; `recordedOn` is the day. */
  @Post('visor/orders')
  @HttpCode(202)
  async visorOrders(
    @Req() request: HttpRequest,
    @Query('recordedOn') recordedOn?: string,
  ): Promise<NativeAnswer> {
    return takeNative(this.messages, `visor-orders ${datedOn('recordedOn', recordedOn)}`, request.body)
  }

  @Post('pnc/transactions')
  @HttpCode(202)
  transactions(@Req() request: HttpRequest): Promise<NativeAnswer> {
    return takeNative(this.messages, 'pnc-transactions', request.body)
  }

  /** What the units enter in their logs, JSON: answers, arrests, wanted reports, ViSOR, arrivals from abroad. */
  @Post('units/log')
  @HttpCode(202)
  unitLog(@Req() request: HttpRequest): Promise<NativeAnswer> {
    return takeNative(this.messages, 'unit-log', request.body)
  }

  /** The unit's post of the day: paper copies, as typed into its post book. */
  @Post('desk/post')
  @HttpCode(202)
  post(@Req() request: HttpRequest): Promise<NativeAnswer> {
    return takeNative(this.messages, 'soru-post', request.body)
  }

  /** One working through of the desk, as at `asAt`; says what was done. */
  @Post('desk/work-through')
  @HttpCode(200)
  workThrough(@Query('asAt') asAt?: string): Promise<DeskDay> {
    return this.desk.workThrough(datedAt(asAt))
  }
}

function streamOf(request: HttpRequest): AsyncIterable<Uint8Array> {
  return request.body as AsyncIterable<Uint8Array>
}
