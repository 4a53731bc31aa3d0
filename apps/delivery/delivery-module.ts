import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { ScopesGuard } from '#platform/security'
import { StageModule } from '#platform/stage'
import { Acknowledge } from './acknowledgements/acknowledge.js'
import { InboxController } from './inbox/inbox.controller.js'
import { InboxStore } from './inbox/inbox-store.js'
import type { StoreBatch } from './store/store-batch.js'
import { InboxWatch } from './stream/inbox-watch.js'
import { OpenStreams } from './stream/open-streams.js'
import { StreamController } from './stream/stream.controller.js'
import { WebhookController } from './webhooks/webhook.controller.js'
import { Webhooks } from './webhooks/webhooks.js'

export interface DeliveryParts {
  storeBatch: StoreBatch
  inbox: InboxStore
  acknowledge: Acknowledge
  watch: InboxWatch
  streams: OpenStreams
  webhooks: Webhooks
  /** Called once, after the last request was answered. */
  close: () => Promise<void>
}

@Module({})
export class DeliveryModule {
  static with(parts: DeliveryParts): DynamicModule {
    class Closing implements BeforeApplicationShutdown, OnApplicationShutdown {
      /** Before the server waits for its requests: a stream would never end by itself. */
      beforeApplicationShutdown(): void {
        parts.streams.closeAll()
      }

      onApplicationShutdown(): Promise<void> {
        return parts.close()
      }
    }
    return {
      module: DeliveryModule,
      imports: [StageModule.around((batch) => parts.storeBatch.apply(batch))],
      controllers: [InboxController, StreamController, WebhookController],
      providers: [
        Closing,
        { provide: APP_GUARD, useClass: ScopesGuard },
        { provide: InboxStore, useValue: parts.inbox },
        { provide: Acknowledge, useValue: parts.acknowledge },
        { provide: InboxWatch, useValue: parts.watch },
        { provide: OpenStreams, useValue: parts.streams },
        { provide: Webhooks, useValue: parts.webhooks },
      ],
    }
  }
}
