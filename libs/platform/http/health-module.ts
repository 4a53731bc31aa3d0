import { Global, Module } from '@nestjs/common'
import { HealthController, Readiness } from './health.js'

/** Health endpoints and the list of checks behind them, for every app. */
@Global()
@Module({ controllers: [HealthController], providers: [Readiness], exports: [Readiness] })
export class HealthModule {}
