import { type DynamicModule, Module } from '@nestjs/common'
import { HealthModule } from '#platform/http'
import { BatchesController } from './batches.controller.js'
import { RegisterStage } from './register-stage.js'

@Module({})
export class RegisterModule {
  static around(stage: RegisterStage): DynamicModule {
    return {
      module: RegisterModule,
      imports: [HealthModule],
      controllers: [BatchesController],
      providers: [{ provide: RegisterStage, useValue: stage }],
    }
  }
}
