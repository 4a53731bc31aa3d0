import { londonDay } from '#core/calendar'
import { derivedId, isoInstant, parseInstant } from '#core/kernel'
import { type CloudEventJson, dataschemaOf } from '#core/messages'
import { type Client, inTransaction, type Pool } from '#platform/postgres'
import { said } from '../registers/order-row.js'
import type { PncTransaction } from './transaction.js'

/** What the sandbox is told to do instead of what it should: once, for one order (see `#testkit/misbehaviour`). */
export interface Misdeed {
  courtCode: string
  orderId: string
  does: 'lose' | 'reject' | 'apply-wrongly' | 'delay'
  /** For `delay`: calendar days. */
  days?: number
}

const TYPE = 'pnc.marker.updated'
const SOURCE = '/police/pnc'
const UNIT = 'police/pnc-bureau'

/**
 * A sandbox that stands for the Police National Computer's order markers. It answers for what it holds: an event is
 * published because the register says so, and from what it says. It can be told to misbehave.
 */
export class PncSandbox {
  constructor(private readonly pool: Pool) {}

  /** Takes rows of an extract as the register's state, where it has none of its own yet. */
  async load(rows: readonly Record<string, unknown>[]): Promise<void> {
    await this.pool.query(
      `insert into sandbox_pnc_marker (court_code, order_id, state, held, data)
       select r->>'courtCode', upper(r->>'orderId'), r->>'action', r->>'conditionsOnPnc', r
       from jsonb_array_elements($1::jsonb) r on conflict do nothing`,
      [JSON.stringify(rows)],
    )
  }

  /** From now on these, and none of those that were told before and not yet done. */
  async misbehave(misdeeds: readonly Misdeed[]): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query('delete from sandbox_misdeed where used_by is null')
      await client.query(
        `insert into sandbox_misdeed (court_code, order_id, does, days)
       select m->>'courtCode', upper(m->>'orderId'), m->>'does', (m->>'days')::int
       from jsonb_array_elements($1::jsonb) m`,
        [JSON.stringify(misdeeds)],
      )
    })
  }

  /** Applies transactions, each reference once. @returns what the register confirms */
  async transact(client: Client, transactions: readonly PncTransaction[]): Promise<CloudEventJson[]> {
    const events: CloudEventJson[] = []
    for (const one of transactions) {
      const misdeed = await this.misdeedFor(client, one)
      const answer = ANSWERS[misdeed?.does ?? 'obey']
      const dueOn = misdeed?.does === 'delay' ? daysAfter(one.at, misdeed.days ?? 1) : null
      const { rowCount } = await client.query(
        `insert into sandbox_pnc_transaction (reference, court_code, order_id, answer, due_on, content)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [one.reference, one.courtCode, one.orderId.toUpperCase(), answer, dueOn, JSON.stringify(one)],
      )
      if (rowCount === 1 && answer === 'applied')
        events.push(await this.apply(client, one, misdeed?.does === 'apply-wrongly', one.at))
    }
    return events
  }

  /** Applies what was held back until `at`. @returns what the register confirms */
  async catchUp(client: Client, at: string): Promise<CloudEventJson[]> {
    const { rows } = await client.query<{ content: PncTransaction }>(
      `update sandbox_pnc_transaction set answer = 'applied'
       where answer = 'delayed' and due_on <= $1 returning content`,
      [londonDay(parseInstant(at)!)],
    )
    const events: CloudEventJson[] = []
    for (const { content } of rows) events.push(await this.apply(client, content, false, at))
    return events
  }

  private async misdeedFor(
    client: Client,
    one: PncTransaction,
  ): Promise<{ does: Misdeed['does']; days: number | null } | undefined> {
    const { rows } = await client.query<{ does: Misdeed['does']; days: number | null }>(
      `update sandbox_misdeed set used_by = $3 where position = (
         select position from sandbox_misdeed
         where court_code = $1 and order_id = $2 and used_by is null order by position limit 1)
       returning does, days`,
      [one.courtCode, one.orderId.toUpperCase(), one.reference],
    )
    return rows[0]
  }

  private async apply(
    client: Client,
    one: PncTransaction,
    wrongly: boolean,
    at: string,
  ): Promise<CloudEventJson> {
    const removed = one.action === 'removed'
    const conditions = wrongly ? one.conditions.slice(0, -1) : one.conditions
    const { person, courtCode, orderId, orderType, madeOn, endsOn } = one
    const data = said({
      person: Object.keys(person).length > 0 ? person : undefined,
      courtCode,
      orderId,
      action: one.action,
      conditionsOnPnc: removed ? 'none' : wrongly ? 'partial' : 'full',
      orderType,
      madeOn,
      endsOn,
      conditions: removed || conditions.length === 0 ? undefined : conditions,
    })
    const { rows } = await client.query<{ data: Record<string, unknown> }>(
      `insert into sandbox_pnc_marker (court_code, order_id, state, held, data)
       values ($1, upper($2), $3, $4, $5)
       on conflict (court_code, order_id) do update
       set state = excluded.state, held = excluded.held, data = excluded.data returning data`,
      [courtCode, orderId, one.action, data['conditionsOnPnc'], JSON.stringify(data)],
    )
    return confirmed(one.reference, at, rows[0]!.data)
  }
}

const ANSWERS = {
  obey: 'applied',
  'apply-wrongly': 'applied',
  lose: 'lost',
  reject: 'rejected',
  delay: 'delayed',
} as const

function daysAfter(at: string, days: number): string {
  return londonDay(parseInstant(at)! + days * 86_400_000)
}

function confirmed(reference: string, at: string, data: Record<string, unknown>): CloudEventJson {
  return {
    specversion: '1.0',
    id: derivedId(SOURCE, 'marker', reference),
    source: SOURCE,
    type: TYPE,
    dataschema: dataschemaOf(TYPE, 1),
    subject: `order:${String(data['courtCode'])}/${String(data['orderId'])}`,
    time: isoInstant(parseInstant(at)!),
    datacontenttype: 'application/json',
    unit: UNIT,
    marking: 'restricted',
    data,
  }
}
