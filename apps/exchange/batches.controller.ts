import { Controller, Inject } from '@nestjs/common'
import { MessagePattern } from '@nestjs/microservices'
import { BATCH, type StageBatch } from '#platform/kafka'
import { ExchangeStage } from './exchange-stage.js'

/** Where Nest hands over the batches of `hub.linked`. */
@Controller()
export class BatchesController {
  constructor(@Inject(ExchangeStage) private readonly stage: ExchangeStage) {}

  @MessagePattern(BATCH)
  apply(batch: StageBatch) {
    return this.stage.apply(batch)
  }
}
