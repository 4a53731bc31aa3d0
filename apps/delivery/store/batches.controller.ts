import { Controller, Inject } from '@nestjs/common'
import { MessagePattern } from '@nestjs/microservices'
import { BATCH, type StageBatch } from '#platform/kafka'
import { StoreBatch } from './store-batch.js'

/** Where Nest hands over the batches of `inbox.*`. */
@Controller()
export class BatchesController {
  constructor(@Inject(StoreBatch) private readonly store: StoreBatch) {}

  @MessagePattern(BATCH)
  apply(batch: StageBatch) {
    return this.store.apply(batch)
  }
}
