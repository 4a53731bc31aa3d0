import { Controller, type DynamicModule, Inject, Module, UseFilters } from '@nestjs/common'
import { MessagePattern } from '@nestjs/microservices'
import { HealthModule } from '#platform/http'
import { type ApplyBatches, BATCHES, ErrorsAsTheyAre, type StageBatch } from '#platform/kafka'

const APPLY = Symbol('apply')

@Controller()
@UseFilters(ErrorsAsTheyAre)
class BatchesController {
  constructor(@Inject(APPLY) private readonly applyBatches: ApplyBatches) {}

  @MessagePattern(BATCHES)
  apply(batches: readonly StageBatch[]) {
    return this.applyBatches(batches)
  }
}

/** Where Nest hands over a stage's batches, and where the stage says that it lives and is ready. */
@Module({})
export class StageModule {
  static around(apply: ApplyBatches): DynamicModule {
    return {
      module: StageModule,
      imports: [HealthModule],
      controllers: [BatchesController],
      providers: [{ provide: APPLY, useValue: apply }],
    }
  }
}
