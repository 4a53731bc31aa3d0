import { Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common'
import { datedAt } from '#platform/edge'
import type { HttpRequest } from '#platform/http'
import { ConsularLists, type ListAnswer } from './consular-lists.js'

/** The one route by which an embassy's word comes: a list that SOCA passes on, at an address that is SOCA's alone. */
@Controller('soca')
export class ConsularController {
  constructor(@Inject(ConsularLists) private readonly lists: ConsularLists) {}

  /** A list, `text/csv`; `forwardedAt` is when SOCA passed it on. Good rows are taken whatever becomes of the others. */
  @Post('consular-notifications')
  @HttpCode(202)
  take(@Req() request: HttpRequest, @Query('forwardedAt') forwardedAt?: string): Promise<ListAnswer> {
    return this.lists.take(request.body as AsyncIterable<Uint8Array>, datedAt(forwardedAt))
  }
}
