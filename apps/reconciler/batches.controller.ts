import { Controller, Inject, UseFilters } from '@nestjs/common'
import { MessagePattern } from '@nestjs/microservices'
import { BATCH, ErrorsAsTheyAre, type StageBatch } from '#platform/kafka'
import { ReconcilerStage } from './reconciler-stage.js'

/** Where Nest hands over the batches of `hub.linked` and `extracts.*`. */
@Controller()
@UseFilters(ErrorsAsTheyAre)
export class BatchesController {
  constructor(@Inject(ReconcilerStage) private readonly stage: ReconcilerStage) {}

  @MessagePattern(BATCH)
  apply(batch: StageBatch) {
    return this.stage.apply(batch)
  }
}
