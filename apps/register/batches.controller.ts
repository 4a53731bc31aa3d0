import { Controller, Inject, UseFilters } from '@nestjs/common'
import { MessagePattern } from '@nestjs/microservices'
import { BATCH, ErrorsAsTheyAre, type StageBatch } from '#platform/kafka'
import { RegisterStage } from './register-stage.js'

/** Where Nest hands over the batches of `facts.*`. */
@Controller()
@UseFilters(ErrorsAsTheyAre)
export class BatchesController {
  constructor(@Inject(RegisterStage) private readonly stage: RegisterStage) {}

  @MessagePattern(BATCH)
  apply(batch: StageBatch) {
    return this.stage.apply(batch)
  }
}
