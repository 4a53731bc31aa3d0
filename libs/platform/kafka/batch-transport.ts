import { type CustomTransportStrategy, Server } from '@nestjs/microservices'
import { Catch, type RpcExceptionFilter } from '@nestjs/common'
import { isObservable, lastValueFrom, type Observable, throwError } from 'rxjs'
import type { Logger } from '#platform/telemetry'
import type { KafkaClients } from './connect.js'
import { Stage } from './stage.js'
import type { ApplyBatches, StageBatch, StageOptions } from './stage-options.js'

/** The message pattern of the one handler that applies a stage's batches. */
export const BATCHES = 'batches'

/**
 * Nest's microservice transport over the exactly-once stage: all that is there of a slice is one message to the handler. The stock Kafka
 * transport hands over single messages, commits whether or not the handler succeeded, and is forty times slower.
 */
export class BatchTransport extends Server implements CustomTransportStrategy {
  readonly stage: Stage

  constructor(kafka: KafkaClients, options: Omit<StageOptions, 'apply'>, stageLogger: Logger) {
    super()
    this.stage = new Stage(kafka, { ...options, apply: (batches) => this.hand(batches) }, stageLogger)
  }

  listen(callback: (error?: unknown) => void): void {
    this.stage.start().then(() => callback(), callback)
  }

  async close(): Promise<void> {
    await this.stage.stop()
  }

  override on(): void {}

  override unwrap<T>(): T {
    return this.stage as T
  }

  private async hand(batches: readonly StageBatch[]): ReturnType<ApplyBatches> {
    const handler = this.getHandlerByPattern(BATCHES)
    const answer: unknown = await handler!(batches)
    const result = isObservable(answer) ? await lastValueFrom(answer) : answer
    return result as Awaited<ReturnType<ApplyBatches>>
  }
}

/** Nest would tell the stage only of an internal server error; what it does next depends on which. */
@Catch()
export class ErrorsAsTheyAre implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error)
  }
}
