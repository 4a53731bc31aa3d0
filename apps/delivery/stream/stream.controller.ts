import { Controller, Get, Headers, Inject, Query, Res } from '@nestjs/common'
import type { HttpReply } from '#platform/http'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import { positionOf } from '../inbox/cursor.js'
import { InboxStore } from '../inbox/inbox-store.js'
import { ownUnits } from '../inbox/own-units.js'
import { CopyStream } from './copy-stream.js'
import { InboxWatch } from './inbox-watch.js'
import { OpenStreams } from './open-streams.js'
import { StreamQuery } from './stream-query.js'

/** `GET /inbox/stream`: the inbox as Server-Sent Events, from the cursor on and for as long as the token is good. */
@Controller('inbox/stream')
export class StreamController {
  constructor(
    @Inject(InboxStore) private readonly inbox: InboxStore,
    @Inject(InboxWatch) private readonly watch: InboxWatch,
    @Inject(OpenStreams) private readonly streams: OpenStreams,
  ) {}

  @Get()
  @NeedsScopes('inbox.read')
  async stream(
    @Query() query: StreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Caller() caller: Principal,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const { organisation, expiresAt } = caller
    const after = positionOf(organisation, lastEventId || query.cursor)
    const units = ownUnits(caller, query.unit)
    const closing = this.streams.enter(organisation)
    try {
      void reply.hijack()
      const headers = {
        ...reply.getHeaders(),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // a connection that became idle while the app closes would keep it from closing
        connection: 'close',
        'x-accel-buffering': 'no',
      }
      reply.raw.writeHead(200, headers as Record<string, string>)
      await new CopyStream(this.inbox, this.watch, reply.raw, closing).run({
        organisation,
        units,
        after,
        expiresAt,
      })
    } finally {
      this.streams.leave(organisation, closing)
    }
  }
}
