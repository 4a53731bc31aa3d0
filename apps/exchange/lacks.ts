import { instantOf } from '#core/calendar'
import { derivedId, isoInstant, type Instant } from '#core/kernel'
import { contractName, type Envelope, headersOf } from '#core/messages'
import { agreementCovering, type Decision, type Occasion, type SharingPolicy } from '#core/sharing'
import type { FreshProducer } from '#platform/kafka'
import type { Pool, Writes } from '#platform/postgres'

/** A copy that is withheld because an agreement that was meant for it is not in force, or was never signed. */
interface Lack {
  giver: string
  receiver: string
  event: string
  agreement: string
  since: Instant
}

const TOLD_AT_ONCE_MAX = 500

/** The lacks that a batch comes upon. What no agreement was ever meant for is no lack: nobody thought of sharing it. */
export class Lacks {
  private found = new Map<string, Lack>()

  note(decision: Decision, { message, at }: Occasion): void {
    if (decision.outcome === 'shared' || decision.reason !== 'no-agreement-in-force') return
    const [agreement] = decision.by
    if (agreement === undefined) return
    const { type, version, unit: giver } = message.envelope
    const lack = { giver, receiver: decision.unit, event: contractName(type, version), agreement, since: at }
    const key = `${lack.giver} ${lack.receiver} ${lack.event}`
    if (!this.found.has(key)) this.found.set(key, lack)
  }

  /** In order of key, so that the batches of two partitions cannot wait for each other in a circle. */
  write(writes: Writes): void {
    if (this.found.size === 0) return
    const lacks = [...this.found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, lack]) => lack)
    this.found = new Map()
    writes.send({
      name: 'note-lacks',
      text: `insert into agreement_lack (giver, receiver, event, agreement, since)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
        on conflict (giver, receiver, event) do update
        set agreement = excluded.agreement, since = excluded.since, told = false, restored = false
        where agreement_lack.restored`,
      values: [
        lacks.map(({ giver }) => giver),
        lacks.map(({ receiver }) => receiver),
        lacks.map(({ event }) => event),
        lacks.map(({ agreement }) => agreement),
        lacks.map(({ since }) => isoInstant(since)),
      ],
    })
  }
}

/** Where facts of the hub go, and by whose rules it is judged whether an agreement is in force again. */
export interface Telling {
  pool: Pool
  producer: FreshProducer
  factsTopic: string
  policy: SharingPolicy
}

/** Says each lack once, and once that it is made good. A crash in between says it again, under the same id. */
export async function tellLacks(telling: Telling): Promise<void> {
  const { pool } = telling
  const { rows: untold } = await pool.query<Lack>(
    `select giver, receiver, event, agreement, since from agreement_lack where not told order by 1, 2, 3 limit $1`,
    [TOLD_AT_ONCE_MAX],
  )
  for (const lack of untold) {
    await tell(telling, 'hub.agreement.lacked', lack, lack.since)
    await pool.query(
      'update agreement_lack set told = true where giver = $1 and receiver = $2 and event = $3 and since = $4',
      [lack.giver, lack.receiver, lack.event, isoInstant(lack.since)],
    )
  }
  await tellRestored(telling)
}

async function tellRestored(telling: Telling): Promise<void> {
  const { pool, policy } = telling
  const { rows } = await pool.query<Lack & { today: string }>(
    `select giver, receiver, event, agreement, since, (select max(day)::text from partition_day) as today
     from agreement_lack where told and not restored order by 1, 2, 3 limit $1`,
    [TOLD_AT_ONCE_MAX],
  )
  for (const { today, ...lack } of rows) {
    const at = Math.max(instantOf(today) ?? 0, lack.since + 1)
    const agreement = agreementCovering(policy, { ...lack, at })
    if (agreement === undefined) continue
    await tell(telling, 'hub.agreement.restored', { ...lack, agreement }, at)
    await pool.query(
      'update agreement_lack set restored = true where giver = $1 and receiver = $2 and event = $3',
      [lack.giver, lack.receiver, lack.event],
    )
  }
}

async function tell(
  { producer, factsTopic }: Telling,
  type: string,
  { giver, receiver, event, agreement, since }: Lack,
  at: Instant,
): Promise<void> {
  const envelope: Envelope = {
    id: derivedId(type, giver, receiver, event, since),
    source: '/hub/exchange',
    type,
    version: 1,
    subject: `unit:${giver}`,
    time: isoInstant(at),
    occurredAt: at,
    timePrecision: 'instant',
    unit: 'hub/exchange',
    marking: 'protect',
  }
  const value = Buffer.from(JSON.stringify({ giver, receiver, event, agreement }))
  const message = { key: envelope.subject, value, headers: headersOf(envelope) }
  await producer.send({ topic: factsTopic, acks: -1, messages: [message] })
}
