import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import type { Catalogue } from '#core/catalogue'
import { HealthModule } from '#platform/http'
import { ScopesGuard, SignIn, type TokenVerifier } from '#platform/security'
import { Views } from './audit/views.js'
import { CATALOGUE } from './console-parts.js'
import { ConservationController } from './conservation/conservation.controller.js'
import { GapsController } from './gaps/gaps.controller.js'
import { Pages } from './layout/pages.js'
import { Sights } from './layout/sight.js'
import { MessagesController } from './messages/messages.controller.js'
import { OverviewController } from './overview/overview.controller.js'
import { ListsController } from './people/lists.controller.js'
import { SignInController } from './sign-in/sign-in.controller.js'
import { VERIFIER, ViewerGuard } from './sign-in/viewer-guard.js'

export interface ConsoleParts {
  catalogue: Catalogue
  sights: Sights
  views: Views
  pages: Pages
  signIn: SignIn
  verifier: TokenVerifier
  /** Called once, after the last request was answered. */
  close: () => Promise<void>
}

@Module({})
export class ConsoleModule {
  static with(parts: ConsoleParts): DynamicModule {
    class Closing implements OnApplicationShutdown {
      onApplicationShutdown(): Promise<void> {
        return parts.close()
      }
    }
    return {
      module: ConsoleModule,
      imports: [HealthModule],
      controllers: [
        SignInController,
        OverviewController,
        GapsController,
        ListsController,
        MessagesController,
        ConservationController,
      ],
      providers: [
        Closing,
        // who looks is settled first, then whether they may
        { provide: APP_GUARD, useClass: ViewerGuard },
        { provide: APP_GUARD, useClass: ScopesGuard },
        { provide: CATALOGUE, useValue: parts.catalogue },
        { provide: Sights, useValue: parts.sights },
        { provide: Views, useValue: parts.views },
        { provide: Pages, useValue: parts.pages },
        { provide: SignIn, useValue: parts.signIn },
        { provide: VERIFIER, useValue: parts.verifier },
      ],
    }
  }
}
