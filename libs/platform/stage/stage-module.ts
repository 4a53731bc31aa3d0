import { Controller, type DynamicModule, Inject, Module, UseFilters } from '@nestjs/common'
import { MessagePattern } from '@nestjs/microservices'
import { HealthModule } from '#platform/http'
import { type ApplyBatch, BATCH, ErrorsAsTheyAre, type StageBatch } from '#platform/kafka'

const APPLY = Symbol('apply')

@Controller()
@UseFilters(ErrorsAsTheyAre)
class BatchesController {
  constructor(@Inject(APPLY) private readonly applyBatch: ApplyBatch) {}

  @MessagePattern(BATCH)
  apply(batch: StageBatch) {
    return this.applyBatch(batch)
  }
}

/** Where Nest hands over a stage's batches, and where the stage says that it lives and is ready. */
@Module({})
export class StageModule {
  static around(apply: ApplyBatch): DynamicModule {
    return {
      module: StageModule,
      imports: [HealthModule],
      controllers: [BatchesController],
      providers: [{ provide: APPLY, useValue: apply }],
    }
  }
}
