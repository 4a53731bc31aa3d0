import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { ScopesGuard } from '#platform/security'
import { StageModule } from '#platform/stage'
import { Acknowledge } from './acknowledgements/acknowledge.js'
import { InboxController } from './inbox/inbox.controller.js'
import { InboxStore } from './inbox/inbox-store.js'
import type { StoreBatch } from './store/store-batch.js'

export interface DeliveryParts {
  storeBatch: StoreBatch
  inbox: InboxStore
  acknowledge: Acknowledge
  /** Called once, after the last request was answered. */
  close: () => Promise<void>
}

@Module({})
export class DeliveryModule {
  static with(parts: DeliveryParts): DynamicModule {
    class Closing implements OnApplicationShutdown {
      onApplicationShutdown(): Promise<void> {
        return parts.close()
      }
    }
    return {
      module: DeliveryModule,
      imports: [StageModule.around((batch) => parts.storeBatch.apply(batch))],
      controllers: [InboxController],
      providers: [
        Closing,
        { provide: APP_GUARD, useClass: ScopesGuard },
        { provide: InboxStore, useValue: parts.inbox },
        { provide: Acknowledge, useValue: parts.acknowledge },
      ],
    }
  }
}
