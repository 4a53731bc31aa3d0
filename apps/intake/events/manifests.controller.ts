import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common'
import { type HttpRequest, parseJson, Problem } from '#platform/http'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import { manifestEvent } from './manifest-event.js'
import type { EventsAnswer } from './receipt.js'
import { TakeEvents } from './take-events.js'

/**
 * `POST /manifests`: a source's declaration of what it sent, without the envelope. It becomes the organisation's
 * `manifest.declared` event and goes the way of every event.
 */
@Controller('manifests')
export class ManifestsController {
  constructor(@Inject(TakeEvents) private readonly takeEvents: TakeEvents) {}

  @Post()
  @HttpCode(202)
  @NeedsScopes('events.publish')
  declare(@Req() request: HttpRequest, @Caller() caller: Principal): Promise<EventsAnswer> {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const parsed = parseJson(body)
    if (!parsed.ok)
      throw new Problem(400, 'HUB_INTAKE_UNREADABLE', 'The request could not be read.', 'Send UTF-8 JSON.', {
        faults: [parsed.fault],
      })
    const event = Buffer.from(
      JSON.stringify(manifestEvent(this.takeEvents.catalogue, caller.organisation, parsed.value)),
    )
    const headers = { ...request.headers, 'content-type': 'application/cloudevents+json' }
    return this.takeEvents.take(caller, headers, event)
  }
}
