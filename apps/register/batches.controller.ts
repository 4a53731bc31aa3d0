import { Controller, Inject } from '@nestjs/common'
import { MessagePattern } from '@nestjs/microservices'
import { BATCH, type StageBatch } from '#platform/kafka'
import { RegisterStage } from './register-stage.js'

/** Where Nest hands over the batches of `facts.*`. */
@Controller()
export class BatchesController {
  constructor(@Inject(RegisterStage) private readonly stage: RegisterStage) {}

  @MessagePattern(BATCH)
  apply(batch: StageBatch) {
    return this.stage.apply(batch)
  }
}
