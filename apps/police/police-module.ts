import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common'
import { HubClient, NativeMessages } from '#platform/edge'
import { HealthModule } from '#platform/http'
import { Desk } from './desk/desk.js'
import { PncSandbox } from './pnc/pnc-sandbox.js'
import { PoliceController } from './police.controller.js'
import { VisorSandbox } from './registers/visor-sandbox.js'

export interface PoliceParts {
  messages: NativeMessages
  hub: HubClient
  pnc: PncSandbox
  visor: VisorSandbox
  desk: Desk
  close: () => Promise<void>
}

@Module({})
export class PoliceModule {
  static with(parts: PoliceParts): DynamicModule {
    class Closing implements OnApplicationShutdown {
      onApplicationShutdown(): Promise<void> {
        return parts.close()
      }
    }
    return {
      module: PoliceModule,
      imports: [HealthModule],
      controllers: [PoliceController],
      providers: [
        Closing,
        { provide: NativeMessages, useValue: parts.messages },
        { provide: HubClient, useValue: parts.hub },
        { provide: PncSandbox, useValue: parts.pnc },
        { provide: VisorSandbox, useValue: parts.visor },
        { provide: Desk, useValue: parts.desk },
      ],
    }
  }
}
