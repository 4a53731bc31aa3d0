import { type Fault, HubError, sha256, storableJson } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import { type Client, inTransaction, isServerAway, type Pool } from '#platform/postgres'
import type { HubReceipt } from './hub-client.js'

/** What a native message amounts to: the facts to publish, or every fault with its place. */
export type NativeTranslation =
  { ok: true; events: CloudEventJson[]; notes?: readonly unknown[] } | { ok: false; faults: readonly Fault[] }

/**
 * Translates a kept message. It runs in the transaction that records the outcome, so that what it does to a register of
 * the agency happens exactly once.
 */
export type Translate = (
  format: string,
  bytes: Buffer,
  client: Client,
) => Promise<NativeTranslation> | NativeTranslation

/** Where a message stands for a moment: its bytes are kept, or the hub has its facts and nobody has noted it. */
export type NativePoint = 'kept' | 'published'

/** Who hears of a message besides its sender. */
export interface NativeHearers {
  /** A message ended refused when nobody waited for the answer. */
  refusedLater?: (outcome: NativeOutcome) => void
  /** A message could not be finished: it must be resumed. */
  unfinished?: () => void
  /** A message passes a point. */
  passing?: (point: NativePoint) => void
}

export type NativeState = 'received' | 'translated' | 'published' | 'refused'

export interface NativeOutcome {
  id: string
  state: NativeState
  /** Whether the same bytes had come before. */
  again: boolean
  receipts: HubReceipt[]
  faults: readonly Fault[]
}

interface Row {
  state: NativeState
  events: CloudEventJson[] | null
  receipts: HubReceipt[] | null
  faults: Fault[] | null
}

/** Statements for a migration of the app's schema. */
export const NATIVE_MESSAGE_TABLE = `
  create table native_message (
    id text primary key,
    position bigint generated always as identity,
    format text not null,
    received_at timestamptz not null default clock_timestamp(),
    times integer not null default 1,
    bytes bytea not null,
    state text not null check (state in ('received', 'translated', 'published', 'refused')),
    events jsonb,
    notes jsonb,
    receipts jsonb,
    faults jsonb
  );
  create index native_message_unfinished on native_message (position) where state in ('received', 'translated');
`

const RESUMED_AT_A_TIME = 100
const UNSTORABLE: Fault = {
  code: 'HUB_EDGE_NATIVE_UNREADABLE',
  says: 'The message says something that no register can hold, such as a NUL, half of a character, or a number too large.',
}

/**
 * Native messages, kept before anybody reads them: the body that cannot be parsed is exactly the one that will be asked
 * for. A message goes received → translated → published, each step committed, or ends refused with every fault; a crash
 * between two steps is resumed at start, a hub that was away is told later, and the same bytes sent again are the same message.
 */
export class NativeMessages {
  constructor(
    private readonly pool: Pool,
    private readonly translate: Translate,
    private readonly publish: (events: readonly CloudEventJson[]) => Promise<HubReceipt[]>,
    private readonly hearers: NativeHearers = {},
  ) {}

  /**
   * Keeps the bytes, then takes the message as far as it goes.
   * @throws HubError when the hub cannot be reached, or the edge's own store: what was kept is resumed later
   */
  async accept(format: string, bytes: Buffer): Promise<NativeOutcome> {
    try {
      const { id, again } = await this.keep(format, bytes)
      this.hearers.passing?.('kept')
      if (again) await this.reopen(id)
      return { ...(await this.process(id)), again }
    } catch (error) {
      this.hearers.unfinished?.()
      throw isServerAway(error) ? storeUnavailable(error) : error
    }
  }

  /** Keeps the bytes and nothing else, in a transaction of the caller if it has one. */
  async keep(
    format: string,
    bytes: Buffer,
    client: Pool | Client = this.pool,
  ): Promise<{ id: string; again: boolean }> {
    const id = sha256(Buffer.concat([Buffer.from(`${format}\u0000`), bytes]))
    const kept = await client.query<{ times: number }>(
      `insert into native_message (id, format, bytes, state) values ($1, $2, $3, 'received')
       on conflict (id) do update set times = native_message.times + 1 returning times`,
      [id, format, bytes],
    )
    return { id, again: kept.rows[0]!.times > 1 }
  }

  /**
   * Goes on with whatever was left unfinished, oldest first. A message that cannot be finished holds none up behind it,
   * unless it is because the hub is away.
   * @param atMost messages that are tried
   * @returns how many are finished
   * @throws HubError when the hub is away; the first that could not be finished, after all were tried
   */
  async resume(atMost = Number.MAX_SAFE_INTEGER): Promise<number> {
    const failures: unknown[] = []
    let tried = 0
    let after = 0
    while (tried < atMost) {
      const { rows } = await this.pool.query<{ id: string; position: number }>(
        `select id, position from native_message where state in ('received', 'translated') and position > $1
         order by position limit $2`,
        [after, Math.min(RESUMED_AT_A_TIME, atMost - tried)],
      )
      for (const { id, position } of rows) {
        try {
          const outcome = await this.process(id)
          if (outcome.state === 'refused') this.hearers.refusedLater?.(outcome)
        } catch (error) {
          if (error instanceof HubError && error.retry === 'later') throw error
          failures.push(error)
        }
        after = position
      }
      tried += rows.length
      if (rows.length < RESUMED_AT_A_TIME) break
    }
    if (failures.length > 0) throw failures[0]
    return tried
  }

  /**
   * As `resume`, for whoever has work of their own: a message that cannot be finished is left to be resumed, which says why.
   * @throws HubError when the hub is away
   */
  async resumeInPassing(atMost?: number): Promise<void> {
    await this.resume(atMost).catch((error: unknown) => {
      if (isServerAway(error) || (error instanceof HubError && error.retry === 'later')) throw error
      this.hearers.unfinished?.()
    })
  }

  /** Takes a kept message on from where it stands. */
  async process(id: string): Promise<NativeOutcome> {
    let row = await this.read(id)
    if (row.state === 'received') {
      await this.translateOnce(id)
      row = await this.read(id)
    }
    if (row.state === 'translated') {
      const receipts = await this.publish(row.events ?? [])
      this.hearers.passing?.('published')
      const faults = receipts.flatMap((receipt) =>
        receipt.status === 'refused' ? [...(receipt.faults ?? [])] : [],
      )
      row = { ...row, state: faults.length > 0 ? 'refused' : 'published', receipts, faults }
      await this.pool.query(
        `update native_message set state = $2, receipts = $3, faults = $4 where id = $1 and state = 'translated'`,
        [id, row.state, storableJson(receipts), storableJson(faults)],
      )
    }
    return { id, state: row.state, again: false, receipts: row.receipts ?? [], faults: row.faults ?? [] }
  }

  /** How far these kept messages have come. */
  async statesOf(ids: readonly string[]): Promise<Map<string, NativeState>> {
    const { rows } = await this.pool.query<{ id: string; state: NativeState }>(
      'select id, state from native_message where id = any($1)',
      [ids],
    )
    return new Map(rows.map(({ id, state }) => [id, state]))
  }

  /** What the hub refused, it judges anew: a clock may have been wrong, a contract may have been missing. Ids are derived. */
  private async reopen(id: string): Promise<void> {
    await this.pool.query(
      `update native_message set state = 'translated' where id = $1 and state = 'refused' and receipts is not null`,
      [id],
    )
  }

  private async translateOnce(id: string): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ format: string; bytes: Buffer }>(
        `select format, bytes from native_message where id = $1 and state = 'received' for update`,
        [id],
      )
      const message = rows[0]
      if (message === undefined) return
      await client.query('savepoint before')
      const faults = await this.translateInto(client, id, message.format, message.bytes)
      if (faults === undefined) return
      // what is refused has happened in no register: corrected, the same entries are sent again
      await client.query('rollback to savepoint before')
      await client.query(`update native_message set state = 'refused', faults = $2 where id = $1`, [
        id,
        storableJson(faults),
      ])
    })
  }

  /** @returns why the message is refused, if it is */
  private async translateInto(
    client: Client,
    id: string,
    format: string,
    bytes: Buffer,
  ): Promise<readonly Fault[] | undefined> {
    try {
      const outcome = await this.translate(format, bytes, client)
      if (!outcome.ok) return outcome.faults
      await client.query(
        `update native_message set state = 'translated', events = $2, notes = $3 where id = $1`,
        [id, JSON.stringify(outcome.events), JSON.stringify(outcome.notes ?? [])],
      )
      return undefined
    } catch (error) {
      if (isDataException(error)) return [UNSTORABLE]
      throw error
    }
  }

  private async read(id: string): Promise<Row> {
    const { rows } = await this.pool.query<Row>(
      'select state, events, receipts, faults from native_message where id = $1',
      [id],
    )
    return rows[0]!
  }
}

function storeUnavailable(cause: unknown): HubError {
  return new HubError(
    'HUB_EDGE_STORE_UNAVAILABLE',
    'The message could not be kept or finished: the store of the edge does not answer.',
    'later',
    { cause },
  )
}

/** No register can hold something that the message says, and none will: PostgreSQL's errors of class 22. */
function isDataException(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code).startsWith('22')
}
