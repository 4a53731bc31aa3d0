import { Controller, HttpCode, Inject, Post as Posts, Query, Req } from '@nestjs/common'
import { type HttpRequest, Problem } from '#platform/http'
import { demandScopes, principalOf } from '#platform/security'
import { type Post, PostRoom } from './post-room.js'

/** Where an agency's own people have its inbox read, and are told what came. */
@Controller('inbox')
export class InboxController {
  constructor(@Inject(PostRoom) private readonly room: PostRoom) {}

  /** What came for the caller's units after the position `since`; asked again, it is told again. */
  @Posts('work-through')
  @HttpCode(200)
  async workThrough(@Req() request: HttpRequest, @Query('since') since = '0'): Promise<{ post: Post[] }> {
    const caller = principalOf(request)
    demandScopes(caller, 'inbox.read')
    if (!/^\d{1,15}$/.test(since))
      throw new Problem(
        400,
        'HUB_EDGE_INBOX_SINCE',
        'since must be a position, a whole number.',
        'Use the last one.',
      )
    return { post: await this.room.workThrough(Number(since), caller.units) }
  }
}
