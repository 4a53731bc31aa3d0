import { Body, Controller, HttpCode, Inject, Put, Query } from '@nestjs/common'
import { bodyBytes } from '../bounded-body.js'
import { NATIVE_BYTES_MAX } from '../take-native.js'
import { readMisdeeds } from './misdeed.js'
import { Sandboxes } from './sandboxes.js'

/** Where the sandbox of an agency that has one is told to misbehave. */
@Controller('sandbox')
export class SandboxController {
  constructor(@Inject(Sandboxes) private readonly sandboxes: Sandboxes) {}

  /**
   * A list of misdeeds, each once and about one thing; it takes the place of what is not yet done of the last.
   * `register` names the sandbox where the edge has several.
   */
  @Put('misbehaviour')
  @HttpCode(200)
  async misbehave(
    @Body() body: unknown,
    @Query('register') register?: string,
  ): Promise<{ misdeeds: number }> {
    const sandbox = this.sandboxes.named(register)
    const misdeeds = readMisdeeds(await bodyBytes(body, NATIVE_BYTES_MAX))
    await sandbox.misbehave(misdeeds)
    return { misdeeds: misdeeds.length }
  }
}
