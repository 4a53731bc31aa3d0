import type { Catalogue } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import type { OutgoingRecord } from '#core/messages'
import { type Client, inTransaction, type Pool } from '#platform/postgres'
import { actsFor, type Principal } from '#platform/security'
import type { AcknowledgedCopy, AcknowledgementBody } from './acknowledgement-body.js'
import { copyAcknowledged } from './copy-acknowledged.js'
import type { Outbox } from './outbox.js'
import { traceAcknowledged } from './trace-acknowledged.js'

export interface AcknowledgementResult {
  source: string
  id: string
  recipient: string
  /** `already`: it was acknowledged before with as much. `unknown`: no such copy is in an inbox of yours. */
  status: 'acknowledged' | 'already' | 'unknown'
}

export interface AcknowledgeParts {
  pool: Pool
  outbox: Outbox
  catalogue: Catalogue
  /** `facts.hub` */
  topic: string
  now: () => Promise<Instant>
}

type Outcome = AcknowledgementBody['outcome']
type Said = Pick<AcknowledgementBody, 'outcome' | 'reference'>

/** A copy as it stands, locked by whoever acknowledges it. */
export interface CopyRow {
  position: number
  source: string
  event_id: string
  recipient: string
  occasion: string
  outcome: Outcome | null
  trace_parent: string | null
}

/** Takes acknowledgements: state and the facts about it in one transaction; said twice, they change nothing. */
export class Acknowledge {
  constructor(private readonly parts: AcknowledgeParts) {}

  async acknowledge(caller: Principal, body: AcknowledgementBody): Promise<AcknowledgementResult[]> {
    const at = await this.parts.now()
    const asked = body.ids.filter((copy) => actsFor(caller, copy.recipient))
    const results = await inTransaction(this.parts.pool, async (client) => {
      const found = await lockCopies(client, caller.organisation, asked)
      const fresh = await this.settle(client, caller.organisation, found, body, at)
      return body.ids.map((copy) => resultOf(copy, found, fresh))
    })
    this.parts.outbox.nudge()
    return results
  }

  /** Writes state and facts of locked copies in the caller's transaction. @returns those of which this says more than before */
  async settle(
    client: Client,
    organisation: string,
    rows: readonly CopyRow[],
    said: Said,
    at: Instant,
  ): Promise<CopyRow[]> {
    const fresh = rows.filter((row) => !says(row.outcome, said.outcome))
    await markAcknowledged(client, organisation, fresh, said, at)
    const records = fresh.map((row) => this.recordOf(row, said, at))
    await this.parts.outbox.put(client, records)
    return fresh
  }

  private recordOf(row: CopyRow, { outcome, reference }: Said, at: Instant): OutgoingRecord {
    const { recipient, source, event_id: eventId, occasion } = row
    return copyAcknowledged(this.parts.catalogue, this.parts.topic, {
      recipient,
      source,
      eventId,
      occasion,
      outcome,
      at,
      ...traceAcknowledged(row.trace_parent, row.recipient, eventId),
      ...(reference === undefined ? {} : { reference }),
    })
  }
}

/** In the order of their positions, so that two requests never wait for each other. */
async function lockCopies(
  client: Client,
  organisation: string,
  copies: AcknowledgedCopy[],
): Promise<CopyRow[]> {
  const { rows } = await client.query<CopyRow>(
    `select position, source, event_id, recipient, occasion, outcome, headers->>'ce_traceparent' as trace_parent from copy c
     where organisation = $1 and exists (
       select from unnest($2::text[], $3::text[], $4::text[], $5::text[]) a (source, id, recipient, occasion)
       where a.source = c.source and a.id = c.event_id and a.recipient = c.recipient
         and coalesce(a.occasion, c.occasion) = c.occasion)
       and event_id = any($3)
     order by position for update`,
    [
      organisation,
      copies.map((copy) => copy.source),
      copies.map((copy) => copy.id),
      copies.map((copy) => copy.recipient),
      copies.map((copy) => copy.occasion ?? null),
    ],
  )
  return rows
}

async function markAcknowledged(
  client: Client,
  organisation: string,
  rows: readonly CopyRow[],
  said: Said,
  at: Instant,
): Promise<void> {
  if (rows.length === 0) return
  await client.query(
    `update copy set state = 'acknowledged', acknowledged_at = $4, delivered_at = coalesce(delivered_at, $4), outcome = $3,
       reference = coalesce($5, reference)
     where organisation = $1 and position = any($2::bigint[])`,
    [organisation, rows.map((row) => row.position), said.outcome, new Date(at), said.reference ?? null],
  )
}

/** `recorded` says more than `received`; the lesser after the greater says nothing new. */
function says(before: Outcome | null, now: Outcome): boolean {
  return before === now || before === 'recorded'
}

function resultOf(
  copy: AcknowledgedCopy,
  found: readonly CopyRow[],
  fresh: readonly CopyRow[],
): AcknowledgementResult {
  const { source, id, recipient, occasion } = copy
  const isMeant = (row: CopyRow): boolean =>
    row.source === source &&
    row.event_id === id &&
    row.recipient === recipient &&
    (occasion === undefined || occasion === row.occasion)
  const status = fresh.some(isMeant) ? 'acknowledged' : found.some(isMeant) ? 'already' : 'unknown'
  return { source, id, recipient, status }
}
