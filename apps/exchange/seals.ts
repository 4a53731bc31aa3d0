import { type ChainHead, ChainVerifier, emptyChain, type LedgerRow, seal, type Seal } from '#core/ledger'
import { LINKED_PARTITIONS } from '#core/messages'
import { derivedId, HubError, isoInstant } from '#core/kernel'
import { type Envelope, headersOf } from '#core/messages'
import { endOfDay, instantOf } from '#core/calendar'
import type { FreshProducer } from '#platform/kafka'
import type { Pool } from '#platform/postgres'

const ROWS_PER_PAGE_MAX = 5_000

/**
 * Seals every day that all partitions have left: a digest of the heads, published as a fact, so that it stands outside the
 * table it seals. A day is sealed once; a crash before it is told tells it again under the same id.
 */
export async function sealDays(pool: Pool, producer: FreshProducer, factsTopic: string): Promise<void> {
  const { rows } = await pool.query<{ day: string }>(
    `select day::text from ledger_day group by day having count(*) = $1
     except select day::text from ledger_seal order by day`,
    [LINKED_PARTITIONS],
  )
  for (const { day } of rows) {
    const heads = await pool.query<ChainHead>(
      'select partition, position, hash from ledger_day where day = $1',
      [day],
    )
    await pool.query('insert into ledger_seal (day, seal) values ($1, $2) on conflict do nothing', [
      day,
      JSON.stringify(seal(day, heads.rows)),
    ])
  }
  const unsaid = await pool.query<{ day: string; seal: Seal }>(
    'select day::text, seal from ledger_seal where not published order by day',
  )
  for (const { day, seal: sealed } of unsaid.rows) {
    await producer.send({ topic: factsTopic, acks: -1, messages: [sealRecord(sealed)] })
    await pool.query('update ledger_seal set published = true where day = $1', [day])
  }
}

/**
 * Recomputes the chains since the last seal but one and holds them against what was sealed and against the heads.
 * @throws HubError HUB_LEDGER_BROKEN: the exchange must not go on, or it would chain onto an altered ledger
 */
export async function verifyLedger(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ seal: Seal }>('select seal from ledger_seal order by day desc limit 2')
  const [last, before] = rows.map((row) => row.seal)
  for (let partition = 0; partition < LINKED_PARTITIONS; partition += 1) {
    const from = headIn(before, partition) ?? emptyChain(partition)
    const sealed = headIn(last, partition)
    if (sealed) await verifyStretch(pool, from, sealed)
    const head = await pool.query<ChainHead>(
      'select partition, position, hash from ledger_head where partition = $1',
      [partition],
    )
    if (head.rows[0]) await verifyStretch(pool, sealed ?? from, head.rows[0])
  }
}

function headIn(sealed: Seal | undefined, partition: number): ChainHead | undefined {
  return sealed?.heads.find((head) => head.partition === partition)
}

async function verifyStretch(pool: Pool, from: ChainHead, until: ChainHead): Promise<void> {
  const verifier = new ChainVerifier(from)
  let after = from.position
  while (after < until.position) {
    const { rows } = await pool.query<{ entry: LedgerRow }>(
      'select entry from disclosure where partition = $1 and position > $2 and position <= $3 order by position limit $4',
      [from.partition, after, until.position, ROWS_PER_PAGE_MAX],
    )
    for (const { entry } of rows) stopIfBroken(verifier.add(entry))
    if (rows.length === 0) break
    after = rows.at(-1)!.entry.position
  }
  const end = verifier.end(until)
  if (!end.ok) stopIfBroken(end)
}

function stopIfBroken(broken: { partition: number; says: string } | undefined): void {
  if (broken)
    throw new HubError(
      'HUB_LEDGER_BROKEN',
      `The disclosure ledger is not what was sealed: partition ${broken.partition}: ${broken.says}`,
      'after-repair',
    )
}

function sealRecord(sealed: Seal): { key: string; value: Buffer; headers: Record<string, string> } {
  const at = endOfDay(instantOf(sealed.day)!)
  const envelope: Envelope = {
    id: derivedId('ledger sealed', sealed.day, sealed.digest),
    source: '/hub/exchange',
    type: 'hub.ledger.sealed',
    version: 1,
    subject: 'unit:hub/exchange',
    time: isoInstant(at),
    occurredAt: at,
    timePrecision: 'instant',
    unit: 'hub/exchange',
    marking: 'not-protectively-marked',
  }
  const heads = sealed.heads.map(({ partition, position, hash }) => ({ partition, position, head: hash }))
  const value = Buffer.from(JSON.stringify({ day: sealed.day, heads, seal: sealed.digest }))
  return { key: envelope.subject, value, headers: headersOf(envelope) }
}
