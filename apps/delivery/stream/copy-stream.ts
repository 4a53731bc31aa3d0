import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Instant } from '#core/kernel'
import { STREAM_HEARTBEAT_MS, STREAM_PAGE_COPIES, STREAM_STALL_MS_MAX } from '../bounds.js'
import { copiesGiven } from '../delivery-metrics.js'
import { encodeCursor } from '../inbox/cursor.js'
import type { CopyJson, InboxStore } from '../inbox/inbox-store.js'
import type { InboxWatch } from './inbox-watch.js'

export interface StreamWish {
  organisation: string
  /** Undefined: all units of the organisation. */
  units: readonly string[] | undefined
  /** Position after which it begins. */
  after: number
  /** When the access token expires; a stream lasts no longer than the right to read. */
  expiresAt: Instant
}

const EXPIRED = ': the access token has expired; come again with a new one\n\n'
/** How long the client waits before it comes again. */
const RETRY_MS = 2_000

/**
 * Writes copies as Server-Sent Events (WHATWG HTML §9.2): `id` is the inbox cursor, `data` the copy. No faster than the
 * client reads: the next page is fetched when the socket has taken the last.
 */
export class CopyStream {
  constructor(
    private readonly inbox: InboxStore,
    private readonly watch: InboxWatch,
    private readonly response: ServerResponse,
    private readonly closing: AbortController,
  ) {}

  /** Returns when the client is gone, the token has expired, or the app closes. */
  async run(wish: StreamWish): Promise<void> {
    const { response, closing } = this
    response.once('close', () => closing.abort())
    const left = wish.expiresAt - Date.now()
    const expiry = setTimeout(() => closing.abort('expired'), Math.min(left, 2 ** 31 - 1))
    try {
      await this.write(`retry: ${RETRY_MS}\n\n`)
      await this.copies(wish)
    } catch {
      // a client that does not read, or a database that does not answer: it comes again with its last id
      closing.abort()
    } finally {
      clearTimeout(expiry)
      if (closing.signal.reason === 'expired') response.write(EXPIRED)
      response.end()
      if (response.writableNeedDrain) response.destroy()
    }
  }

  private async copies({ organisation, units, after }: StreamWish): Promise<void> {
    const { signal } = this.closing
    let position = after
    while (!signal.aborted) {
      const version = this.watch.version(organisation)
      const page = await this.inbox.page(organisation, units, position, STREAM_PAGE_COPIES)
      for (const [index, copy] of page.copies.entries()) {
        if (signal.aborted) return
        await this.write(eventOf(encodeCursor(organisation, page.positions[index]!), copy))
      }
      copiesGiven.add({ way: 'stream' }, page.copies.length)
      position = page.lastPosition
      if (page.more) continue
      await this.watch.after(organisation, version, STREAM_HEARTBEAT_MS, signal)
      if (!signal.aborted && version === this.watch.version(organisation)) await this.write(': heartbeat\n\n')
    }
  }

  private async write(text: string): Promise<void> {
    if (this.response.write(text)) return
    const stalled = AbortSignal.timeout(STREAM_STALL_MS_MAX)
    await once(this.response, 'drain', { signal: AbortSignal.any([this.closing.signal, stalled]) })
  }
}

/** JSON has no line break outside its strings and none within them, so one `data` line carries it. */
function eventOf(id: string, copy: CopyJson): string {
  return `id: ${id}\ndata: ${JSON.stringify(copy)}\n\n`
}
