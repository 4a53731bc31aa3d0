import { Module } from '@nestjs/common'
import { HealthModule } from '#platform/http'

/** Health alone: everything else at this port is the provider's. */
@Module({ imports: [HealthModule] })
export class IdentityModule {}
