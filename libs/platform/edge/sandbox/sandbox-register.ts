import { londonDay } from '#core/calendar'
import { parseInstant } from '#core/kernel'
import { type Client, inTransaction, type Pool } from '#platform/postgres'
import type { Misdeed } from './misdeed.js'

/** A change to a register, as somebody typed it. */
export interface SandboxTransaction {
  /** The same reference is the same transaction, however often it comes. */
  reference: string
  /** What it is about, under the key of the register. */
  about: string
  /** When it was typed, RFC 3339. */
  at: string
}

/** What a register says of a transaction that it has applied, from what it holds now. */
export interface Confirmed<T, E> {
  transaction: T
  /** When it was applied; later than the transaction's own time where the register held it back. */
  at: string
  before: E | undefined
  entry: E
}

/** The entry after a transaction. `wrongly`: as a register does that drops a part of what it is told. */
export type Apply<T, E> = (before: E | undefined, transaction: T, wrongly: boolean) => E

const ANSWERS = { lose: 'lost', reject: 'rejected', 'apply-wrongly': 'applied', delay: 'delayed' } as const
const DAY_MS = 86_400_000

/**
 * A sandbox that stands for a register which cannot be reached from here. It confirms what it holds: a fact is published
 * because the register says so, and from what it says. It can be told to misbehave.
 */
export class SandboxRegister<T extends SandboxTransaction = SandboxTransaction, E = Record<string, unknown>> {
  constructor(
    private readonly pool: Pool,
    readonly register: string,
    private readonly apply: Apply<T, E>,
  ) {}

  /** Takes entries as the register's state, where it has none of its own yet. */
  async load(
    entries: readonly { about: string; data: E }[],
    client: Pool | Client = this.pool,
  ): Promise<void> {
    await client.query(
      `insert into sandbox_entry (register, about, data)
       select $1, e->>'about', e->'data' from jsonb_array_elements($2::jsonb) e on conflict do nothing`,
      [this.register, JSON.stringify(entries)],
    )
  }

  /** What the register holds about something. */
  async entry(about: string, client: Pool | Client = this.pool): Promise<E | undefined> {
    const { rows } = await client.query<{ data: E }>(
      'select data from sandbox_entry where register = $1 and about = $2',
      [this.register, about],
    )
    return rows[0]?.data
  }

  /** Those of the references that the register has been given before, whatever it answered. */
  async known(references: readonly string[], client: Client): Promise<ReadonlySet<string>> {
    const { rows } = await client.query<{ reference: string }>(
      'select reference from sandbox_transaction where register = $1 and reference = any($2)',
      [this.register, references],
    )
    return new Set(rows.map(({ reference }) => reference))
  }

  /** From now on these, and none of those that were told before and not yet done. */
  async misbehave(misdeeds: readonly Misdeed[]): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query('delete from sandbox_misdeed where register = $1 and used_by is null', [
        this.register,
      ])
      await client.query(
        `insert into sandbox_misdeed (register, about, does, days)
         select $1, m->>'about', m->>'does', (m->>'days')::int from jsonb_array_elements($2::jsonb) m`,
        [this.register, JSON.stringify(misdeeds)],
      )
    })
  }

  /** Applies transactions in order, each reference once. @returns what the register confirms */
  async transact(client: Client, transactions: readonly T[]): Promise<Confirmed<T, E>[]> {
    const confirmed: Confirmed<T, E>[] = []
    // a misdeed is for the next transaction, and one that was given before is no next one
    const known = new Set(
      await this.known(
        transactions.map(({ reference }) => reference),
        client,
      ),
    )
    for (const one of transactions) {
      if (known.has(one.reference)) continue
      known.add(one.reference)
      const misdeed = await this.misdeedFor(client, one)
      const answer = misdeed === undefined ? 'applied' : ANSWERS[misdeed.does]
      const dueOn = answer === 'delayed' ? daysAfter(one.at, misdeed?.days ?? 1) : null
      const { rowCount } = await client.query(
        `insert into sandbox_transaction (register, reference, about, answer, due_on, content)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [this.register, one.reference, one.about, answer, dueOn, JSON.stringify(one)],
      )
      if (rowCount === 1 && answer === 'applied')
        confirmed.push(await this.enter(client, one, misdeed?.does === 'apply-wrongly', one.at))
    }
    return confirmed
  }

  /** Applies what was held back until `at`. @returns what the register confirms */
  async catchUp(client: Client, at: string): Promise<Confirmed<T, E>[]> {
    const { rows } = await client.query<{ content: T }>(
      `update sandbox_transaction set answer = 'applied'
       where register = $1 and answer = 'delayed' and due_on <= $2 returning content`,
      [this.register, londonDay(parseInstant(at)!)],
    )
    const confirmed: Confirmed<T, E>[] = []
    for (const { content } of rows) confirmed.push(await this.enter(client, content, false, at))
    return confirmed
  }

  private async misdeedFor(
    client: Client,
    { about, reference }: T,
  ): Promise<{ does: Misdeed['does']; days: number | null } | undefined> {
    const { rows } = await client.query<{ does: Misdeed['does']; days: number | null }>(
      `update sandbox_misdeed set used_by = $3 where position = (
         select position from sandbox_misdeed
         where register = $1 and about = $2 and used_by is null order by position limit 1)
       returning does, days`,
      [this.register, about, reference],
    )
    return rows[0]
  }

  private async enter(
    client: Client,
    transaction: T,
    wrongly: boolean,
    at: string,
  ): Promise<Confirmed<T, E>> {
    const before = await this.entry(transaction.about, client)
    const { rows } = await client.query<{ data: E }>(
      `insert into sandbox_entry (register, about, data) values ($1, $2, $3)
       on conflict (register, about) do update set data = excluded.data returning data`,
      [this.register, transaction.about, JSON.stringify(this.apply(before, transaction, wrongly))],
    )
    return { transaction, at, before, entry: rows[0]!.data }
  }
}

function daysAfter(at: string, days: number): string {
  return londonDay(parseInstant(at)! + days * DAY_MS)
}
