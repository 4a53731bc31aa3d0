import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { HealthModule } from '#platform/http'
import { ScopesGuard } from '#platform/security'
import { EventsController } from './events/events.controller.js'
import { ManifestsController } from './events/manifests.controller.js'
import { ReceiptsController } from './events/receipts.controller.js'
import { TakeEvents } from './events/take-events.js'
import { ExtractsController } from './extracts/extracts.controller.js'
import { ReceiveExtract } from './extracts/receive-extract.js'
import { RegisterView } from './store/register-view.js'
import { SubmissionStore } from './store/submission-store.js'

export interface IntakeParts {
  takeEvents: TakeEvents
  receiveExtract: ReceiveExtract
  register: RegisterView
  submissions: SubmissionStore
  /** Called once, after the last request was answered. */
  close: () => Promise<void>
}

@Module({})
export class IntakeModule {
  static with(parts: IntakeParts): DynamicModule {
    class Closing implements OnApplicationShutdown {
      onApplicationShutdown(): Promise<void> {
        return parts.close()
      }
    }
    return {
      module: IntakeModule,
      imports: [HealthModule],
      controllers: [EventsController, ReceiptsController, ManifestsController, ExtractsController],
      providers: [
        Closing,
        { provide: APP_GUARD, useClass: ScopesGuard },
        { provide: TakeEvents, useValue: parts.takeEvents },
        { provide: ReceiveExtract, useValue: parts.receiveExtract },
        { provide: RegisterView, useValue: parts.register },
        { provide: SubmissionStore, useValue: parts.submissions },
      ],
    }
  }
}
