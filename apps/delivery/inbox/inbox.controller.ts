import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import { Acknowledge, type AcknowledgementResult } from '../acknowledgements/acknowledge.js'
import { AcknowledgementBody } from '../acknowledgements/acknowledgement-body.js'
import { acknowledgementsTaken, copiesGiven } from '../delivery-metrics.js'
import { encodeCursor, positionOf } from './cursor.js'
import { InboxQuery } from './inbox-query.js'
import { type CopyJson, InboxStore } from './inbox-store.js'
import { ownUnits } from './own-units.js'

/** `GET /inbox` by cursor, and `POST /inbox/acknowledgements`. */
@Controller('inbox')
export class InboxController {
  constructor(
    @Inject(InboxStore) private readonly inbox: InboxStore,
    @Inject(Acknowledge) private readonly acknowledge: Acknowledge,
  ) {}

  @Get()
  @NeedsScopes('inbox.read')
  async page(
    @Query() query: InboxQuery,
    @Caller() caller: Principal,
  ): Promise<{ copies: CopyJson[]; cursor: string; more: boolean }> {
    const { organisation } = caller
    const after = positionOf(organisation, query.cursor)
    const page = await this.inbox.page(organisation, ownUnits(caller, query.unit), after, query.limit)
    copiesGiven.add({ way: 'pull' }, page.copies.length)
    return { copies: page.copies, cursor: encodeCursor(organisation, page.lastPosition), more: page.more }
  }

  @Post('acknowledgements')
  @HttpCode(202)
  @NeedsScopes('inbox.acknowledge')
  async acknowledgements(
    @Body() body: AcknowledgementBody,
    @Caller() caller: Principal,
  ): Promise<{ results: AcknowledgementResult[] }> {
    const results = await this.acknowledge.acknowledge(caller, body)
    for (const { status } of results) acknowledgementsTaken.add({ status })
    return { results }
  }
}
