import type { PublishedPlace } from './slice-publisher.js'
import { nameOf } from './stage-places.js'

/**
 * Tells the database how far Kafka has taken each partition's outputs, once for each standstill: while batches come, each
 * notes what was published before it, and holds the row.
 */
export class PublishedHints {
  private readonly known = new Map<string, { published: number; isNoted: boolean }>()

  constructor(private readonly note: (places: readonly PublishedPlace[]) => Promise<void>) {}

  /** To be called by and by; what has not moved since the call before stands still. */
  async look(places: readonly PublishedPlace[]): Promise<void> {
    const standing: PublishedPlace[] = []
    for (const place of places) {
      const hint = this.known.get(nameOf(place))
      if (hint?.published !== place.published)
        this.known.set(nameOf(place), { published: place.published, isNoted: false })
      else if (!hint.isNoted) standing.push(place)
    }
    if (standing.length === 0) return
    await this.note(standing)
    for (const place of standing) this.known.set(nameOf(place), { published: place.published, isNoted: true })
  }
}
