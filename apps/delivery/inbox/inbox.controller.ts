import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import { counter } from '#platform/telemetry'
import { Acknowledge, type AcknowledgementResult } from '../acknowledgements/acknowledge.js'
import { AcknowledgementBody } from '../acknowledgements/acknowledgement-body.js'
import { encodeCursor, positionOf } from './cursor.js'
import { InboxQuery } from './inbox-query.js'
import { type CopyJson, InboxStore } from './inbox-store.js'
import { ownUnits } from './own-units.js'

const given = counter('interlock_delivery_copies_given_total', 'Copies handed over, by the way.', ['way'])
const acknowledged = counter(
  'interlock_delivery_acknowledgements_total',
  'Copies in acknowledgements, by what became of them.',
  ['status'],
)

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
    given.add({ way: 'pull' }, page.copies.length)
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
    for (const { status } of results) acknowledged.add({ status })
    return { results }
  }
}
