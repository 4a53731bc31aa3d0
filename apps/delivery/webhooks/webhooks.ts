import { randomUUID } from 'node:crypto'
import { type Instant, isoInstant } from '#core/kernel'
import { urlFault, type WebhookSender } from '#platform/webhooks'
import type { Dispatcher } from './dispatcher.js'
import type { Receiver, WebhookStore } from './webhook-store.js'

export interface WebhooksParts {
  store: WebhookStore
  sender: Pick<WebhookSender, 'send'>
  dispatcher: Pick<Dispatcher, 'nudge'>
  localHosts: ReadonlySet<string>
  now: () => Promise<Instant>
}

/** What receivers may ask for. */
export class Webhooks {
  constructor(private readonly parts: WebhooksParts) {}

  get store(): WebhookStore {
    return this.parts.store
  }

  /** What can be said of a URL before its name is resolved; every connection is checked again. */
  urlFault(url: string): string | undefined {
    return urlFault(url, this.parts.localHosts)
  }

  /** Sends an event that says nothing, once. Undefined: no such webhook. */
  async ping({ receiver }: Receiver): Promise<object | undefined> {
    const { store, sender, dispatcher, now } = this.parts
    const signing = await store.signing(receiver)
    if (signing === undefined) return undefined
    const { url, secrets } = signing
    const id = randomUUID()
    const body = JSON.stringify({
      specversion: '1.0',
      id,
      source: '/hub/delivery',
      type: 'interlock.webhook.ping',
      time: isoInstant(Date.now()),
      datacontenttype: 'application/json',
      data: { receiver },
    })
    const began = performance.now()
    const contentType = 'application/cloudevents+json'
    const signal = new AbortController().signal
    const failure = await sender.send({ url, id, body, contentType, secrets, signal })
    const tookMs = Math.round(performance.now() - began)
    if (failure !== undefined)
      return { taken: false, code: failure.code, status: failure.status ?? null, tookMs }
    await store.prove(receiver, url, await now())
    dispatcher.nudge()
    return { taken: true, tookMs }
  }

  async resume(receiver: string): Promise<number> {
    const { store, dispatcher, now } = this.parts
    const resumed = await store.resume(receiver, await now())
    dispatcher.nudge()
    return resumed
  }
}
