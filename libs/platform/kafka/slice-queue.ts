import { setTimeout as pause } from 'node:timers/promises'
import type { EachBatchPayload } from 'kafkajs'

/** Bounds a transaction; a batch that is larger by itself goes alone. */
const MESSAGES_MAX = 400
/** While one work waits for its servers, another computes. */
const WORKS_MAX = 3
/**
 * After a short work the slice rests as long as the work took, so that it begins no more often than this when much comes by and
 * by: that gathers in the broker meanwhile, and every work's fixed cost (two transactions, a fetch of all partitions) is paid by
 * more. What comes alone is worked at once.
 */
const CYCLE_MS = 40

interface Waiting {
  place: string
  payload: EachBatchPayload
  done: () => void
  failed: (error: unknown) => void
}

/**
 * What is there of one slice, taken together. kafkajs hands over one partition's batch at a time, and fetches again when all of
 * a fetch are done; those that came with one fetch are given to `work` at once, or, where they are many, in a few works beside
 * each other. A partition is in one work at a time: after a rebalance an earlier batch may still be running in this process.
 */
export class SliceQueue {
  private waiting: Waiting[] = []
  private readonly underWay = new Set<string>()
  private works = 0
  private isWoken = false

  constructor(private readonly work: (payloads: readonly EachBatchPayload[]) => Promise<void>) {}

  /** Settles when the batch has been worked, alone or with others. */
  take(payload: EachBatchPayload): Promise<void> {
    const place = `${payload.batch.topic}/${payload.batch.partition}`
    return new Promise((done, failed) => {
      this.waiting.push({ place, payload, done, failed })
      if (this.isWoken) return
      this.isWoken = true
      // Not at once: the other partitions of this fetch are handed over in the same turn of the event loop.
      setImmediate(() => {
        this.isWoken = false
        this.startWorks()
      })
    })
  }

  private startWorks(): void {
    while (this.works < WORKS_MAX) {
      const taken = this.nextWork()
      if (taken.length === 0) return
      void this.doWork(taken)
    }
  }

  private async doWork(taken: readonly Waiting[]): Promise<void> {
    const beganAt = performance.now()
    this.works += 1
    for (const { place } of taken) this.underWay.add(place)
    const end = await this.work(taken.map(({ payload }) => payload)).then(
      () => 'done' as const,
      (error: unknown) => ({ error }),
    )
    this.works -= 1
    for (const { place } of taken) this.underWay.delete(place)
    this.startWorks()
    if (end === 'done' && this.works === 0) await pause(restAfter(performance.now() - beganAt))
    for (const { done, failed } of taken)
      if (end === 'done') done()
      else failed(end.error)
  }

  /** In the order in which they came, and of each partition no more than one: its cursor moves once in a transaction. */
  private nextWork(): Waiting[] {
    const taken: Waiting[] = []
    const passedOver = new Set(this.underWay)
    let messages = 0
    for (const each of this.waiting) {
      const count = each.payload.batch.messages.length
      if (!passedOver.has(each.place) && (taken.length === 0 || messages + count <= MESSAGES_MAX)) {
        taken.push(each)
        messages += count
      }
      passedOver.add(each.place)
    }
    this.waiting = this.waiting.filter((each) => !taken.includes(each))
    return taken
  }
}

function restAfter(tookMs: number): number {
  return Math.max(0, Math.min(tookMs, CYCLE_MS - tookMs))
}
