import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common'
import { type NativeAnswer, NativeMessages, only, takeNative } from '#platform/edge'
import type { HttpRequest } from '#platform/http'

/** What the border's systems at the ports speak to. */
@Controller()
export class BorderController {
  constructor(@Inject(NativeMessages) private readonly messages: NativeMessages) {}

  /** Encounters at a port, JSON, one or a list. Whoever is not of interest is passed over and nothing is said of him. */
  @Post('port-encounters')
  @HttpCode(202)
  encounters(@Req() request: HttpRequest, @Body() body: unknown): Promise<NativeAnswer> {
    only(request, 'immigration')
    return takeNative(this.messages, 'port-encounters', body)
  }
}
