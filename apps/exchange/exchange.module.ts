import { type DynamicModule, Module } from '@nestjs/common'
import { HealthModule } from '#platform/http'
import { BatchesController } from './batches.controller.js'
import { ExchangeStage } from './exchange-stage.js'

@Module({})
export class ExchangeModule {
  static around(stage: ExchangeStage): DynamicModule {
    return {
      module: ExchangeModule,
      imports: [HealthModule],
      controllers: [BatchesController],
      providers: [{ provide: ExchangeStage, useValue: stage }],
    }
  }
}
