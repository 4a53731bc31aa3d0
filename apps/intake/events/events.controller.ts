import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common'
import type { HttpRequest } from '#platform/http'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import type { EventsAnswer } from './receipt.js'
import { TakeEvents } from './take-events.js'

/** `POST /events`: CloudEvents 1.0, one or many, in any of the HTTP binding's content modes. */
@Controller('events')
export class EventsController {
  constructor(@Inject(TakeEvents) private readonly takeEvents: TakeEvents) {}

  @Post()
  @HttpCode(202)
  @NeedsScopes('events.publish')
  publish(@Req() request: HttpRequest, @Caller() caller: Principal): Promise<EventsAnswer> {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    return this.takeEvents.take(caller, request.headers, body)
  }
}
