import { type CustomTransportStrategy, Server } from '@nestjs/microservices'
import { Catch, type RpcExceptionFilter } from '@nestjs/common'
import { isObservable, lastValueFrom, type Observable, throwError } from 'rxjs'
import type { Logger } from '#platform/telemetry'
import type { KafkaClients } from './connect.js'
import { type ApplyBatch, Stage, type StageBatch, type StageOptions } from './stage.js'

/** The message pattern of the one handler that applies a stage's batches. */
export const BATCH = 'batch'

/**
 * Nest's microservice transport over the exactly-once stage: a whole batch is one message to the handler. The stock Kafka
 * transport hands over single messages, commits whether or not the handler succeeded, and is forty times slower.
 */
export class BatchTransport extends Server implements CustomTransportStrategy {
  readonly stage: Stage

  constructor(kafka: KafkaClients, options: Omit<StageOptions, 'apply'>, stageLogger: Logger) {
    super()
    this.stage = new Stage(kafka, { ...options, apply: (batch) => this.hand(batch) }, stageLogger)
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

  private async hand(batch: StageBatch): ReturnType<ApplyBatch> {
    const handler = this.getHandlerByPattern(BATCH)
    const answer: unknown = await handler!(batch)
    const result = isObservable(answer) ? await lastValueFrom(answer) : answer
    return result as Awaited<ReturnType<ApplyBatch>>
  }
}

/** Nest would tell the stage only of an internal server error; what it does next depends on which. */
@Catch()
export class ErrorsAsTheyAre implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error)
  }
}
