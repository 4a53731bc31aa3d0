import { type DynamicModule, Module } from '@nestjs/common'
import { HealthModule } from '#platform/http'
import { BatchesController } from './batches.controller.js'
import { ReconcilerStage } from './reconciler-stage.js'

@Module({})
export class ReconcilerModule {
  static around(stage: ReconcilerStage): DynamicModule {
    return {
      module: ReconcilerModule,
      imports: [HealthModule],
      controllers: [BatchesController],
      providers: [{ provide: ReconcilerStage, useValue: stage }],
    }
  }
}
