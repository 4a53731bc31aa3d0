import { type DynamicModule, Module, type OnApplicationShutdown, type Type } from '@nestjs/common'
import { HealthModule } from '#platform/http'

@Module({})
export class EdgeModule {
  /** @param parts what the controllers may ask for, each by its class */
  static with(
    controllers: readonly Type<unknown>[],
    parts: readonly object[],
    close: () => Promise<void>,
  ): DynamicModule {
    class Closing implements OnApplicationShutdown {
      onApplicationShutdown(): Promise<void> {
        return close()
      }
    }
    return {
      module: EdgeModule,
      imports: [HealthModule],
      controllers: [...controllers],
      providers: [
        Closing,
        ...parts.map((part) => ({ provide: part.constructor as Type<unknown>, useValue: part })),
      ],
    }
  }
}
