import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common'
import { NativeMessages } from '#platform/edge'
import { HealthModule } from '#platform/http'
import { CourtOffice } from './court-office.js'
import { CourtsController } from './courts.controller.js'
import { RegisterExtracts } from './register-extracts.js'

export interface CourtsParts {
  messages: NativeMessages
  extracts: RegisterExtracts
  office: CourtOffice
  close: () => Promise<void>
}

@Module({})
export class CourtsModule {
  static with(parts: CourtsParts): DynamicModule {
    class Closing implements OnApplicationShutdown {
      onApplicationShutdown(): Promise<void> {
        return parts.close()
      }
    }
    return {
      module: CourtsModule,
      imports: [HealthModule],
      controllers: [CourtsController],
      providers: [
        Closing,
        { provide: NativeMessages, useValue: parts.messages },
        { provide: RegisterExtracts, useValue: parts.extracts },
        { provide: CourtOffice, useValue: parts.office },
      ],
    }
  }
}
