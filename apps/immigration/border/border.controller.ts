import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common'
import { type NativeAnswer, NativeMessages, takeNative } from '#platform/edge'

/** What the border's systems at the ports speak to. */
@Controller()
export class BorderController {
  constructor(@Inject(NativeMessages) private readonly messages: NativeMessages) {}

  /** Encounters at a port, JSON, one or a list. Whoever is not of interest is passed over and nothing is said of him. */
  @Post('port-encounters')
  @HttpCode(202)
  encounters(@Body() body: unknown): Promise<NativeAnswer> {
    return takeNative(this.messages, 'port-encounters', body)
  }
}
