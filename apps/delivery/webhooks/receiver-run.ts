import { derivedId, type Instant } from '#core/kernel'
import type { WebhookSender } from '#platform/webhooks'
import { WEBHOOK_LEASE_LEFT_MS, WEBHOOK_REQUESTS_PER_RECEIVER_MAX } from '../bounds.js'
import { ObservedAttempt } from '../delivery-metrics.js'
import type { CopyJson } from '../inbox/inbox-store.js'
import type { Lane, LaneCopy, LaneStore } from './lane-store.js'
import { isGone, type LaneResult, type Sent } from './lane-result.js'
import type { ResultStore } from './result-store.js'
import type { Slots } from './slots.js'
import type { Receiver, Webhook, WebhookStore } from './webhook-store.js'

export interface RunParts {
  webhooks: WebhookStore
  lanes: LaneStore
  results: ResultStore
  sender: Pick<WebhookSender, 'send'>
  /** Over all receivers. */
  slots: Slots
  now: () => Promise<Instant>
  /** Told when a receiver was called and nobody has noted it yet; tests stop the process there. */
  passing: (point: 'called') => void
  /** Aborted when the app closes. */
  signal: AbortSignal
}

type Signing = Webhook & { secrets: string[] }

/** `webhook-id`: of this copy, whatever attempt it is and whoever receives it. */
export function webhookIdOf({ recipient, source, id, occasion }: CopyJson): string {
  return derivedId('webhook', recipient, source, id, occasion)
}

/**
 * Everything that is due for one receiver. Workers take lanes side by side; within a lane one copy at a time, and none behind one
 * that failed. Results are recorded together, as many as came while the last were being written.
 */
export class ReceiverRun {
  private readonly queue: Lane[] = []
  private claiming: Promise<void> | undefined
  private signing: Signing | undefined
  private isOver = false
  private readonly results: LaneResult[] = []
  private recording: Promise<void> | undefined

  constructor(
    private readonly receiver: Receiver,
    private readonly parts: RunParts,
  ) {}

  /** Returns when nothing is due any more. @throws what PostgreSQL throws; what was not recorded is sent again */
  async run(): Promise<void> {
    let mayBeMore = true
    while (mayBeMore && !this.isOver) {
      mayBeMore = await this.parts.lanes.feed(this.receiver, await this.parts.now())
      await Promise.all(Array.from({ length: WEBHOOK_REQUESTS_PER_RECEIVER_MAX }, () => this.work()))
    }
  }

  private async work(): Promise<void> {
    for (let lane = await this.next(); lane !== undefined; lane = await this.next()) {
      this.results.push(await this.deliver(lane))
      this.recording ??= this.record()
      await this.recording
    }
  }

  private async next(): Promise<Lane | undefined> {
    if (this.queue.length === 0 && !this.isOver) {
      this.claiming ??= this.claim().finally(() => {
        this.claiming = undefined
      })
      await this.claiming
    }
    return this.queue.shift()
  }

  private async claim(): Promise<void> {
    const { webhooks, lanes, now, signal } = this.parts
    const signing = await webhooks.signing(this.receiver.receiver)
    this.isOver ||= signal.aborted || signing?.state !== 'active'
    if (this.isOver) return
    this.signing = signing
    this.queue.push(...(await lanes.claim(this.receiver, await now(), 2 * WEBHOOK_REQUESTS_PER_RECEIVER_MAX)))
  }

  /** Group commit: whoever comes while a group is written waits for the next. */
  private async record(): Promise<void> {
    try {
      // lets the other answers of this turn of the event loop join
      await Promise.resolve()
      while (this.results.length > 0) {
        const group = this.results.splice(0)
        await this.parts.results.record(this.receiver, group, await this.parts.now())
        this.isOver ||= group.some(isGone)
      }
    } finally {
      this.recording = undefined
    }
  }

  private async deliver(lane: Lane): Promise<LaneResult> {
    const result: LaneResult = { lane, sent: [], taken: [], needless: [] }
    for (const each of lane.copies) {
      if (each.isAcknowledged) {
        result.needless.push(each.position)
        continue
      }
      const sent = await this.parts.slots.run(() => this.send(lane, each, result))
      if (sent === undefined) break
      result.sent.push(sent.sent)
      if (sent.sent.code === null) result.taken.push(each.position)
      else {
        result.failure = { code: sent.sent.code, retryAfterMs: sent.retryAfterMs }
        break
      }
    }
    return result
  }

  /** Undefined: not sent, because the lease is nearly over or the app closes. */
  private async send(
    lane: Lane,
    { copy, position }: LaneCopy,
    { taken }: LaneResult,
  ): Promise<{ sent: Sent; retryAfterMs: number } | undefined> {
    const { sender, signal, now, passing } = this.parts
    const began = performance.now()
    if (signal.aborted || this.isOver || lane.leasedUntil - began < WEBHOOK_LEASE_LEFT_MS) return undefined
    const { url, secrets } = this.signing!
    const webhookId = webhookIdOf(copy)
    const body = JSON.stringify(copy)
    const contentType = 'application/cloudevents+json'
    const observed = new ObservedAttempt(copy)
    const failure = await sender.send({ url, id: webhookId, body, contentType, secrets, signal })
    observed.end(failure?.code)
    passing('called')
    if (failure !== undefined && signal.aborted) return undefined
    const sent: Sent = {
      webhookId,
      position,
      attempt: taken.length > 0 ? 1 : lane.attempts + 1,
      at: await now(),
      tookMs: Math.round(performance.now() - began),
      code: failure?.code ?? null,
      status: failure?.status ?? null,
    }
    return { sent, retryAfterMs: failure?.retryAfterMs ?? 0 }
  }
}
