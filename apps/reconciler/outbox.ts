import type { Catalogue } from '#core/catalogue'
import { isoInstant } from '#core/kernel'
import { contractName, type Envelope, headersOf } from '#core/messages'
import type { FreshProducer } from '#platform/kafka'
import { inTransaction, type Pool, type Writes } from '#platform/postgres'

const SOURCE = '/hub/reconciler'
const UNIT = 'hub/reconciler'
const SEND_RECORDS_MAX = 500

/** A fact of the hub that the reconciler has come to. */
export interface HubFact {
  type: string
  id: string
  subject: string
  occurredAt: number
  data: object
}

/** Puts facts into the outbox, in order, in the transaction that came to them. */
export function putFacts(
  writes: Writes,
  catalogue: Pick<Catalogue, 'events'>,
  facts: readonly HubFact[],
): void {
  if (facts.length === 0) return
  const envelopes = facts.map((fact) => envelopeOf(catalogue, fact))
  writes.send({
    name: 'put-facts',
    text: `insert into outbox (key, headers, value)
      select key, headers, convert_to(value, 'UTF8') from unnest($1::text[], $2::jsonb[], $3::text[]) with ordinality
        as f(key, headers, value, place) order by place`,
    values: [
      envelopes.map((envelope) => envelope.subject),
      envelopes.map((envelope) => JSON.stringify(headersOf(envelope))),
      facts.map((fact) => JSON.stringify(fact.data)),
    ],
  })
}

function envelopeOf(catalogue: Pick<Catalogue, 'events'>, fact: HubFact): Envelope {
  return {
    id: fact.id,
    source: SOURCE,
    type: fact.type,
    version: 1,
    subject: fact.subject,
    time: isoInstant(fact.occurredAt),
    occurredAt: fact.occurredAt,
    timePrecision: 'instant',
    unit: UNIT,
    marking: catalogue.events.get(contractName(fact.type, 1))?.marking ?? 'restricted',
  }
}

/**
 * Publishes the outbox in order: at least once on the wire, and the register makes it once. One publisher at a time holds
 * an advisory lock for its transaction; rows go when Kafka has acknowledged them.
 */
export class Outbox {
  private draining: Promise<void> | undefined
  private again = false

  constructor(
    private readonly pool: Pool,
    private readonly producer: FreshProducer,
    private readonly topic: string,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Publishes what is there; a call while one runs makes it look once more. Never throws: the idle step tries again. */
  drain(): Promise<void> {
    if (this.draining) {
      this.again = true
      return this.draining
    }
    this.draining = this.run()
      .catch(this.onError)
      .finally(() => {
        this.draining = undefined
        if (this.again) {
          this.again = false
          void this.drain()
        }
      })
    return this.draining
  }

  private async run(): Promise<void> {
    while ((await this.sendSome()) === SEND_RECORDS_MAX);
  }

  private async sendSome(): Promise<number> {
    return inTransaction(this.pool, async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtext('reconciler outbox'))`)
      const { rows } = await client.query<{
        seq: number
        key: string
        headers: Record<string, string>
        value: Buffer
      }>('select seq, key, headers, value from outbox order by seq limit $1', [SEND_RECORDS_MAX])
      if (rows.length === 0) return 0
      await this.producer.send({
        topic: this.topic,
        acks: -1,
        messages: rows.map(({ key, headers, value }) => ({ key, headers, value })),
      })
      await client.query('delete from outbox where seq = any($1)', [rows.map((row) => row.seq)])
      return rows.length
    })
  }
}
