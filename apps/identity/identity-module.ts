import { type DynamicModule, Module } from '@nestjs/common'
import type Provider from 'oidc-provider'
import { HealthModule } from '#platform/http'
import type { LocalPerson } from '#platform/security'
import { PEOPLE, PROVIDER, SignInController } from './people/sign-in.controller.js'

export interface IdentityParts {
  provider: Provider
  people: ReadonlyMap<string, LocalPerson>
}

/** Health and the sign-in page: everything else at this port is the provider's. */
@Module({})
export class IdentityModule {
  /** @param parts asked for when the first request comes, since the provider's pages need the application */
  static with(parts: IdentityParts): DynamicModule {
    return {
      module: IdentityModule,
      imports: [HealthModule],
      controllers: [SignInController],
      providers: [
        { provide: PROVIDER, useValue: parts.provider },
        { provide: PEOPLE, useValue: parts.people },
      ],
    }
  }
}
