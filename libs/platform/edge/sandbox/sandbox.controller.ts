import { Body, Controller, HttpCode, Inject, Put } from '@nestjs/common'
import { bodyBytes } from '../bounded-body.js'
import { NATIVE_BYTES_MAX } from '../take-native.js'
import { readMisdeeds } from './misdeed.js'
import { SandboxRegister } from './sandbox-register.js'

/** Where the sandbox of an agency that has one is told to misbehave. */
@Controller('sandbox')
export class SandboxController {
  constructor(@Inject(SandboxRegister) private readonly sandbox: SandboxRegister) {}

  /** A list of misdeeds, each once and about one thing; it takes the place of what is not yet done of the last. */
  @Put('misbehaviour')
  @HttpCode(200)
  async misbehave(@Body() body: unknown): Promise<{ misdeeds: number }> {
    const misdeeds = readMisdeeds(await bodyBytes(body, NATIVE_BYTES_MAX))
    await this.sandbox.misbehave(misdeeds)
    return { misdeeds: misdeeds.length }
  }
}
