import { Controller, Inject } from '@nestjs/common'
import { MessagePattern } from '@nestjs/microservices'
import { BATCH, type StageBatch } from '#platform/kafka'
import { ReconcilerStage } from './reconciler-stage.js'

/** Where Nest hands over the batches of `hub.linked` and `extracts.*`. */
@Controller()
export class BatchesController {
  constructor(@Inject(ReconcilerStage) private readonly stage: ReconcilerStage) {}

  @MessagePattern(BATCH)
  apply(batch: StageBatch) {
    return this.stage.apply(batch)
  }
}
