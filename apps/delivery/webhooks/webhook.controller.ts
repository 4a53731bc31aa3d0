import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Put, Query } from '@nestjs/common'
import { isoInstant } from '#core/kernel'
import { Problem } from '#platform/http'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import { AttemptsQuery, WebhookBody, WebhookQuery } from './webhook-body.js'
import { receiverOf } from './receiver-of.js'
import { attemptJson, reportJson } from './webhook-json.js'
import { Webhooks } from './webhooks.js'
import type { WebhookReport } from './webhook-store.js'

/** `/inbox/webhook`: where an organisation's copies are sent, signed; or one unit's. */
@Controller('inbox/webhook')
export class WebhookController {
  constructor(@Inject(Webhooks) private readonly webhooks: Webhooks) {}

  /** Says where. The answer to the first one shows the secret, which is never shown again. */
  @Put()
  @NeedsScopes('inbox.webhook')
  async put(
    @Query() query: WebhookQuery,
    @Body() body: WebhookBody,
    @Caller() caller: Principal,
  ): Promise<object> {
    const receiver = receiverOf(caller, query)
    const fault = this.webhooks.urlFault(body.url)
    if (fault !== undefined)
      throw new Problem(
        400,
        'HUB_WEBHOOK_URL',
        'The URL cannot be a receiver’s.',
        'Give a public https URL.',
        {
          faults: [{ code: 'HUB_WEBHOOK_URL', at: '/url', says: fault }],
        },
      )
    // as it is asked for: without the characters that no column may hold
    const { secret } = await this.webhooks.store.put(receiver, new URL(body.url).href)
    return {
      ...reportJson(await this.report(receiver.receiver)),
      ...(secret === undefined ? {} : { secret }),
    }
  }

  @Get()
  @NeedsScopes('inbox.webhook')
  async get(@Query() query: WebhookQuery, @Caller() caller: Principal): Promise<object> {
    return reportJson(await this.report(receiverOf(caller, query).receiver))
  }

  @Delete()
  @HttpCode(204)
  @NeedsScopes('inbox.webhook')
  async remove(@Query() query: WebhookQuery, @Caller() caller: Principal): Promise<void> {
    if (!(await this.webhooks.store.remove(receiverOf(caller, query).receiver))) throw none()
  }

  /** Sends a signed event that says nothing; a webhook that takes it is active from then on. */
  @Post('ping')
  @HttpCode(200)
  @NeedsScopes('inbox.webhook')
  async ping(@Query() query: WebhookQuery, @Caller() caller: Principal): Promise<object> {
    const answer = await this.webhooks.ping(receiverOf(caller, query))
    if (answer === undefined) throw none()
    return answer
  }

  /** A new secret. The one before it signs beside it for a day. */
  @Post('secret')
  @NeedsScopes('inbox.webhook')
  async rotate(@Query() query: WebhookQuery, @Caller() caller: Principal): Promise<object> {
    const rotated = await this.webhooks.store.rotate(receiverOf(caller, query).receiver)
    if (rotated === undefined) throw none()
    return { secret: rotated.secret, formerEndsAt: isoInstant(rotated.formerEndsAt) }
  }

  /** What was parked is tried again, at once. */
  @Post('resume')
  @HttpCode(200)
  @NeedsScopes('inbox.webhook')
  async resume(@Query() query: WebhookQuery, @Caller() caller: Principal): Promise<object> {
    const { receiver } = receiverOf(caller, query)
    const { state } = await this.report(receiver)
    if (state === 'unproved' || state === 'disabled')
      throw new Problem(
        409,
        'HUB_WEBHOOK_UNPROVED',
        `The webhook is ${state}: nothing is sent.`,
        'Put its URL again if it was disabled, and have it answer a ping.',
      )
    const resumed = await this.webhooks.resume(receiver)
    return { ...reportJson(await this.report(receiver)), resumed }
  }

  @Get('attempts')
  @NeedsScopes('inbox.webhook')
  async attempts(@Query() query: AttemptsQuery, @Caller() caller: Principal): Promise<object> {
    const { receiver } = receiverOf(caller, query)
    const attempts = await this.webhooks.store.attempts(receiver, query.before, query.limit)
    const last = attempts.at(-1)
    return { attempts: attempts.map(attemptJson), ...(last === undefined ? {} : { before: last.id }) }
  }

  private async report(receiver: string): Promise<WebhookReport> {
    const report = await this.webhooks.store.report(receiver)
    if (report === undefined) throw none()
    return report
  }
}

function none(): Problem {
  return new Problem(
    404,
    'HUB_WEBHOOK_NONE',
    'There is no webhook here.',
    'Make one with PUT /inbox/webhook.',
  )
}
