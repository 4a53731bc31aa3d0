import { HubError } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import { type CopyName, HubClient, type HubReceipt, type InboxCopy, type InboxPage } from '#platform/edge'

/** The hub as an edge sees it, without the hub: an inbox that the test fills, and ears that it may stop. */
export class StandInHub extends HubClient {
  readonly heard: CloudEventJson[] = []
  readonly copies: InboxCopy[] = []
  readonly acknowledged: CopyName[] = []
  isDeaf = false
  refuses: string | undefined

  constructor() {
    super({ intakeUrl: '', deliveryUrl: '' }, () => Promise.resolve(''))
  }

  override publish(events: readonly CloudEventJson[]): Promise<HubReceipt[]> {
    if (this.isDeaf) return Promise.reject(new HubError('HUB_EDGE_UNREACHABLE', 'No answer.', 'later'))
    const taken = events.filter(({ type }) => type !== this.refuses)
    for (const event of taken) if (!this.heard.some(({ id }) => id === event.id)) this.heard.push(event)
    return Promise.resolve(
      events.map(({ id, type }, index) =>
        type === this.refuses
          ? { index, id, status: 'refused', faults: [{ code: 'HUB_X', says: 'No.' }] }
          : { index, id, status: 'accepted' },
      ),
    )
  }

  override inbox(cursor: string, limit: number): Promise<InboxPage> {
    const from = Number(cursor || '0')
    const copies = this.copies.slice(from, from + limit)
    return Promise.resolve({
      copies,
      cursor: String(from + copies.length),
      more: from + limit < this.copies.length,
    })
  }

  override acknowledge(copies: readonly CopyName[]): Promise<void> {
    if (this.isDeaf) return Promise.reject(new HubError('HUB_EDGE_UNREACHABLE', 'No answer.', 'later'))
    this.acknowledged.push(...copies)
    return Promise.resolve()
  }
}
