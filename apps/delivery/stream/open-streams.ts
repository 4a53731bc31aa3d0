import { Problem } from '#platform/http'
import { STREAMS_MAX, STREAMS_PER_ORGANISATION_MAX } from '../bounds.js'

/** Counts the streams that are open, refuses one too many, and ends all when the app closes. */
export class OpenStreams {
  private readonly open = new Map<string, Set<AbortController>>()

  /** @throws Problem 429 HUB_STREAM_TOO_MANY */
  enter(organisation: string): AbortController {
    const own = this.open.get(organisation) ?? new Set()
    const all = [...this.open.values()].reduce((sum, streams) => sum + streams.size, 0)
    if (own.size >= STREAMS_PER_ORGANISATION_MAX || all >= STREAMS_MAX)
      throw new Problem(
        429,
        'HUB_STREAM_TOO_MANY',
        `${own.size} streams of ${organisation} are open already.`,
        'Close one, or read by GET /inbox; one stream carries all units.',
        { retryAfterS: 10 },
      )
    const stream = new AbortController()
    this.open.set(organisation, own.add(stream))
    return stream
  }

  leave(organisation: string, stream: AbortController): void {
    stream.abort()
    this.open.get(organisation)?.delete(stream)
  }

  closeAll(): void {
    for (const streams of this.open.values()) for (const stream of streams) stream.abort()
  }
}
