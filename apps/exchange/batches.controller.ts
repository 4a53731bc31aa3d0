import { Controller, Inject, UseFilters } from '@nestjs/common'
import { MessagePattern } from '@nestjs/microservices'
import { BATCH, ErrorsAsTheyAre, type StageBatch } from '#platform/kafka'
import { ExchangeStage } from './exchange-stage.js'

/** Where Nest hands over the batches of `hub.linked`. */
@Controller()
@UseFilters(ErrorsAsTheyAre)
export class BatchesController {
  constructor(@Inject(ExchangeStage) private readonly stage: ExchangeStage) {}

  @MessagePattern(BATCH)
  apply(batch: StageBatch) {
    return this.stage.apply(batch)
  }
}
