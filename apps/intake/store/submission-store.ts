import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { type Fault, storableJson } from '#core/kernel'
import type { Pool } from '#platform/postgres'
import type { Principal } from '#platform/security'
import type { Receipt } from '../events/receipt.js'
import { storeUnavailable } from './store-unavailable.js'

/** Headers that are kept beside the bytes: what the request said of itself, never what proved who sent it. */
const KEPT_HEADERS = /^(ce-|content-|user-agent$|traceparent$|date$)/

/** Keeps the bytes of every request before anything reads them, and afterwards what became of each event. */
export class SubmissionStore {
  constructor(private readonly pool: Pool) {}

  /**
   * Keeps a request as it arrived.
   * @returns its id
   * @throws Problem 503 HUB_INTAKE_STORE_UNAVAILABLE
   */
  async keep(principal: Principal, headers: IncomingHttpHeaders, body: Buffer): Promise<string> {
    const id = randomUUID()
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name)))
    try {
      await this.pool.query({
        name: 'keep-submission',
        text: `insert into submission (id, organisation, client, content_type, headers, body) values ($1, $2, $3, $4, $5, $6)`,
        values: [
          id,
          principal.organisation,
          principal.clientId,
          headers['content-type'] ?? '',
          JSON.stringify(kept),
          body,
        ],
      })
    } catch (error) {
      throw storeUnavailable(error)
    }
    return id
  }

  /** Notes what was answered: the counts, and each refusal with its faults. */
  async settle(id: string, receipts: readonly Receipt[]): Promise<void> {
    const refused = receipts.filter((receipt) => receipt.status === 'refused')
    await this.pool.query({
      name: 'settle-submission',
      text: `with refused as (
          insert into refusal (submission_id, index, event_id, source, code, faults)
          select $1, r.index, r.id, r.source, r.faults->0->>'code', r.faults
          from jsonb_to_recordset($5::jsonb) as r (index int, id text, source text, faults jsonb)
          on conflict do nothing)
        update submission set outcome = 'judged', accepted = $2, duplicates = $3, refused = $4 where id = $1`,
      values: [
        id,
        receipts.filter((receipt) => receipt.status === 'accepted').length,
        receipts.filter((receipt) => receipt.status === 'duplicate').length,
        refused.length,
        storableJson(refused),
      ],
    })
  }

  /** Notes that the request as a whole could not be read. */
  async refuseWhole(id: string, faults: readonly Fault[]): Promise<void> {
    await this.pool.query(
      `with refused as (insert into refusal (submission_id, index, code, faults) values ($1, -1, $2, $3))
       update submission set outcome = 'unreadable' where id = $1`,
      [id, faults[0]?.code ?? 'HUB_INTAKE_UNREADABLE', storableJson(faults)],
    )
  }

  /** Refusals of the organisation's event, latest first. */
  async refusalsOf(organisation: string, eventId: string): Promise<StoredRefusal[]> {
    const { rows } = await this.pool.query<StoredRefusal>(
      `select r.event_id as id, r.source, r.faults, s.received_at as "refusedAt", s.id as submission
       from refusal r join submission s on s.id = r.submission_id
       where r.event_id = $2 and s.organisation = $1 order by s.received_at desc limit 20`,
      [organisation, eventId],
    )
    return rows
  }
}

export interface StoredRefusal {
  id: string
  source: string | null
  faults: Fault[]
  refusedAt: number
  submission: string
}
