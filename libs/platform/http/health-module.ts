import { Global, Module } from '@nestjs/common'
import { HealthController, Readiness } from './health.js'
import { MetricsController } from './metrics.controller.js'

/** Health, the list of checks behind it, and metrics, for every app. */
@Global()
@Module({ controllers: [HealthController, MetricsController], providers: [Readiness], exports: [Readiness] })
export class HealthModule {}
