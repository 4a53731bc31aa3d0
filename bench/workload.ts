import { pncId } from '#core/identifiers'
import { derivedId, isoInstant } from '#core/kernel'
import { FACTS_PARTITIONS, LINKED_PARTITIONS, linkedHeadersOf, type Topics } from '#core/messages'
import {
  aMarker,
  anEnvelope,
  anEventJson,
  anEventRecord,
  anOrderMade,
  type EventWish,
} from '#testkit/builders'
import { Random } from '#testkit/random'

/** A record with its place chosen, so that whoever waits knows how far a partition must be read. */
export interface BenchRecord {
  topic: string
  partition: number
  key: string
  value: Buffer
  headers: Record<string, string>
}

interface Order {
  courtCode: string
  orderId: string
  person: number
}

const COURTS = ['B01FA', 'B01OK', 'B01EF', 'B01GU', 'C01CE', 'C01CY']
const BOROUGHS = ['E09000009', 'E09000023', 'E09000008', 'E09000019']
const FIRST_DAY = Date.UTC(2011, 9, 3, 12)
const DAY_MS = 86_400_000
/** The hub's time does not go back, so neither do the days on which it hears of orders. */
const ORDERS_A_DAY = 500
const MARKERS_PER_ORDER = 0.5

/**
 * Court orders, and the markers that follow some of them. A marker is about an order of an earlier call, because its
 * topic is another: within one backlog it could come before its order.
 */
export class Workload {
  private readonly random: Random
  /** Orders that get a marker, and have none yet. */
  private unmarked: Order[] = []
  private orders = 0

  /** @param persons enough that each has a handful of orders at the end, few enough to be known after the warm-up */
  constructor(
    private readonly name: string,
    private readonly persons: number,
  ) {
    this.random = new Random(2011).branch(name)
  }

  /** As agencies write them to their topics. */
  facts(topics: Pick<Topics, 'facts'>, count: number): BenchRecord[] {
    return this.next(count).map(({ wish }, index) => ({
      topic: topics.facts(wish.unit.slice(0, wish.unit.indexOf('/'))),
      partition: index % FACTS_PARTITIONS,
      ...anEventRecord(wish),
    }))
  }

  /** As the register gives them on. */
  linked(topics: Pick<Topics, 'linked'>, count: number): BenchRecord[] {
    return this.next(count).map(({ wish, person }) => {
      const envelope = anEnvelope(wish)
      const message = {
        envelope,
        bytes: Buffer.from(JSON.stringify(wish.data)),
        person: derivedId('bench', person),
        isPerson: true,
        receivedAt: envelope.occurredAt,
      }
      return {
        topic: topics.linked,
        partition: person % LINKED_PARTITIONS,
        key: message.person,
        value: message.bytes,
        headers: linkedHeadersOf(message),
      }
    })
  }

  /** Orders alone, each a CloudEvent in one JSON object. */
  structured(topic: string, partitions: number, count: number): BenchRecord[] {
    return Array.from({ length: count }, () => {
      const { wish, person } = this.orderMade()
      const value = Buffer.from(JSON.stringify(anEventJson(wish)))
      return { topic, partition: person % partitions, key: wish.subject, value, headers: {} }
    })
  }

  private next(count: number): { wish: EventWish; person: number }[] {
    const markable = this.unmarked
    this.unmarked = []
    const wishes = Array.from({ length: count }, (_, index) => {
      const order = index % 3 === 2 ? markable.pop() : undefined
      return order === undefined ? this.orderMade() : this.marker(order)
    })
    this.unmarked = [...markable, ...this.unmarked]
    return wishes
  }

  private orderMade() {
    const number = this.orders++
    const person = number % this.persons
    const order = {
      courtCode: this.random.pick(COURTS),
      orderId: `2011-${this.name}-${String(number).padStart(7, '0')}`,
      person,
    }
    if (this.random.chance(MARKERS_PER_ORDER)) this.unmarked.push(order)
    const madeOn = isoInstant(this.today()).slice(0, 10)
    const wish = anOrderMade({ ...order, madeOn, person: detailsOf(person), borough: boroughOf(person) })
    return { wish, person }
  }

  private marker({ courtCode, orderId, person }: Order) {
    const at = isoInstant(this.today())
    return { wish: aMarker({ courtCode, orderId, at }), person }
  }

  private today(): number {
    return FIRST_DAY + Math.floor(this.orders / ORDERS_A_DAY) * DAY_MS
  }
}

function boroughOf(person: number): string {
  return BOROUGHS[person % BOROUGHS.length]!
}

function detailsOf(person: number): object {
  return {
    name: { forenames: 'Test', surname: `Sample${person}` },
    dateOfBirth: isoInstant(Date.UTC(1950, 0, 1 + person)).slice(0, 10),
    pnc: pncId(2001, 100_000 + person),
  }
}
