import { Controller, Get, Res } from '@nestjs/common'
import { metricsPage } from '#platform/telemetry'
import type { HttpReply } from './fastify-types.js'
import { OpenToAll } from './open-to-all.js'

/** `GET /metrics`: counts, times and gauges of this process, for Prometheus. Open like health; it names nobody. */
@OpenToAll()
@Controller('metrics')
export class MetricsController {
  @Get()
  async metrics(@Res({ passthrough: true }) reply: HttpReply): Promise<string> {
    const { contentType, text } = await metricsPage()
    void reply.header('content-type', contentType)
    return text
  }
}
