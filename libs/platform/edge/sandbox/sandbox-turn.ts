import { Controller, HttpCode, Inject, Post, Query } from '@nestjs/common'
import { type Client, inTransaction, type Pool } from '#platform/postgres'
import { datedAt } from '../dated.js'
import { nativeAnswer } from '../native-answer.js'
import type { NativeMessages } from '../native-messages.js'

/** What an earlier turn could not tell and this one tells, at most. */
const EARLIER_MAX = 1_000

/**
 * What a sandbox register says by itself as time goes by: what it had held back, what was suppressed for a while. It is
 * kept as a native message in the transaction that made it so, and told like any other; nobody could send it again, so
 * what the hub could not hear at an earlier turn is told first.
 */
export class SandboxTurn {
  constructor(
    private readonly pool: Pool,
    private readonly messages: NativeMessages,
    private readonly format: string,
    private readonly say: (client: Client, at: string) => Promise<readonly unknown[]>,
  ) {}

  /**
   * @param at RFC 3339, the register's present
   * @returns how many things the register said
   * @throws Problem 422 when the hub refuses one; HubError when the hub cannot be reached: they are kept and told later
   */
  async take(at: string): Promise<{ said: number }> {
    const kept = await inTransaction(this.pool, async (client) => {
      const said = await this.say(client, at)
      if (said.length === 0) return undefined
      const { id } = await this.messages.keep(this.format, Buffer.from(JSON.stringify(said)), client)
      return { id, said: said.length }
    })
    await this.messages.resumeInPassing(EARLIER_MAX)
    if (kept === undefined) return { said: 0 }
    nativeAnswer(await this.messages.process(kept.id))
    return { said: kept.said }
  }
}

/** Where a sandbox is told what time it is. */
@Controller('sandbox')
export class SandboxTurnController {
  constructor(@Inject(SandboxTurn) private readonly turn: SandboxTurn) {}

  @Post('catch-up')
  @HttpCode(200)
  catchUp(@Query('asAt') asAt?: string): Promise<{ said: number }> {
    return this.turn.take(datedAt(asAt))
  }
}
