import { copyHeadersOf, type Topics } from '#core/messages'
import type { Decision, Occasion } from '#core/sharing'
import type { PlacedOutput } from '#platform/postgres'
import { Lacks } from './lacks.js'
import { Lanes } from './lanes.js'
import type { Ledger } from './ledger.js'
import type { People } from './people.js'
import type { ReadingPlace } from './reading.js'
import type { DecisionRow } from './sharing-store.js'

/** Which offer of which fact this was. */
export interface OfferRow {
  source?: string | undefined
  eventId?: string | undefined
  occasion: string
  /** Tells the offer's row apart from others of the same message. */
  ordinal: number
  /** Roles or units that the fact names and nobody bears. */
  unfound?: readonly string[]
}

/** What comes of decisions: entries in the ledger, copies for the inboxes, and a row that says how each offer ended. */
export class Entered {
  readonly outputs: PlacedOutput[] = []
  readonly rows: DecisionRow[] = []
  readonly lacks = new Lacks()
  private readonly lanes: Lanes

  constructor(
    private readonly people: People,
    private readonly ledger: Ledger,
    private readonly context: { topics: Topics; secret: Buffer },
  ) {
    this.lanes = new Lanes(context.secret)
  }

  decided(
    offer: Occasion,
    decisions: readonly Decision[],
    place: ReadingPlace,
    ordinal: number,
    unfound: readonly string[] = [],
  ): void {
    const { message, occasion } = offer
    let shared = 0
    for (const decision of decisions) {
      const disclosure = this.ledger.enter(decision, offer, place)
      if (decision.outcome !== 'shared') {
        this.lacks.note(decision, offer)
        continue
      }
      shared += 1
      if (message.isPerson) this.people.noteTold(message.person, decision.unit)
      const copy = {
        envelope: message.envelope,
        bytes: decision.copy,
        recipient: decision.unit,
        disclosure,
        occasion,
        lane: this.lanes.of(decision.organisation, message.person),
      }
      const record = {
        topic: this.context.topics.inbox(decision.organisation),
        key: decision.unit,
        value: decision.copy,
        headers: copyHeadersOf(copy),
      }
      this.outputs.push({ topic: place.topic, partition: place.partition, offset: place.offset, record })
    }
    const { source, id: eventId } = message.envelope
    const concerned = decisions.length
    const counts = { concerned, shared, withheld: concerned - shared }
    this.note(place, { source, eventId, occasion, ordinal, unfound }, 'decided', counts)
  }

  parked(place: ReadingPlace, row: OfferRow): void {
    this.note(place, row, 'parked', { concerned: 0, shared: 0, withheld: 0 })
  }

  private note(
    { partition, offset }: ReadingPlace,
    { source, eventId, ...row }: OfferRow,
    outcome: DecisionRow['outcome'],
    counts: Pick<DecisionRow, 'concerned' | 'shared' | 'withheld'>,
  ): void {
    const fact = source && eventId ? { source, eventId } : {}
    this.rows.push({ partition, offset, ...fact, ...row, outcome, ...counts })
  }
}
