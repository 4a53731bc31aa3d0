import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common'
import { IsOptional, IsString, MaxLength } from 'class-validator'
import type { Catalogue } from '#core/catalogue'
import { isoInstant } from '#core/kernel'
import { Problem } from '#platform/http'
import { gapsTold, readToldLife, whyTold } from '#platform/published'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import { Views } from '../audit/views.js'
import { CATALOGUE } from '../console-parts.js'
import { Pages } from '../layout/pages.js'
import { Sights } from '../layout/sight.js'
import { type ConsoleReply, type ConsoleRequest, isStorable } from '../sign-in/console-request.js'
import { messageModel, type MessageModel } from './message-model.js'

class MessageQuery {
  @IsOptional()
  @IsString()
  @MaxLength(300)
  id?: string
}

/** The life of one message, as far as whoever asks may know it. */
@Controller()
@NeedsScopes('messages.read')
export class MessagesController {
  constructor(
    @Inject(Sights) private readonly sights: Sights,
    @Inject(Views) private readonly views: Views,
    @Inject(Pages) private readonly pages: Pages,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  @Get('messages')
  async page(
    @Query() { id }: MessageQuery,
    @Caller() caller: Principal,
    @Req() request: ConsoleRequest,
    @Res() reply: ConsoleReply,
  ): Promise<void> {
    const asked = id?.trim() ?? ''
    const model = asked === '' ? undefined : await this.model(asked, caller, request)
    const title = model === undefined && asked !== '' ? 'Message not found' : 'Explain a message'
    await this.pages.show(
      request,
      reply,
      'messages/message.njk',
      { title, asked, model },
      statusOf(asked, model),
    )
  }

  @Get('api/messages/:id')
  async json(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Req() request: ConsoleRequest,
  ): Promise<object> {
    const model = await this.model(id, caller, request)
    if (model === undefined)
      throw new Problem(
        404,
        'HUB_HTTP_NOT_FOUND',
        'There is no such message, or your unit neither said it nor was told of it.',
        'Check the id.',
      )
    return {
      ...model,
      facts: model.facts.map((each) => ({
        ...each,
        occurredAt: isoInstant(each.occurredAt),
        receivedAt: isoInstant(each.receivedAt),
      })),
      outcomes: model.outcomes.map((each) => ({ ...each, decidedAt: isoInstant(each.decidedAt) })),
      sharing: model.sharing.map((each) => ({ ...each, decidedAt: isoInstant(each.decidedAt) })),
    }
  }

  private async model(
    id: string,
    caller: Principal,
    request: ConsoleRequest,
  ): Promise<MessageModel | undefined> {
    if (!isStorable(id)) return undefined
    const sight = this.sights.of(caller)
    const { life, why, told } = await this.sights.read(sight, async (db) => {
      const lived = await readToldLife(db, sight.whose, id)
      const cases = lived.obligations.map(({ caseKey }) => caseKey)
      return {
        life: lived,
        why: await whyTold(db, [id]),
        told: sight.whose === 'all' ? new Set(cases) : await gapsTold(db, cases),
      }
    })
    const model = messageModel({ eventId: id, life, told }, this.catalogue)
    if (model === undefined) return undefined
    const persons = life.facts.filter(({ isPerson }) => isPerson).map(({ person }) => person)
    const reasons =
      why.purposes.length > 0
        ? why.purposes
        : [sight.whose === 'all' ? 'audit of the hub' : 'said by the unit itself']
    await this.views.record(caller, request.url.split('?')[0]!, [
      { kind: 'message', subject: id, why: reasons },
      ...[...new Set(persons)].map((subject) => ({ kind: 'person' as const, subject, why: reasons })),
    ])
    return model
  }
}

function statusOf(asked: string, model: MessageModel | undefined): number {
  return asked !== '' && model === undefined ? 404 : 200
}
