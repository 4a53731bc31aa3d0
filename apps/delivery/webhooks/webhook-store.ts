import type { Instant } from '#core/kernel'
import { type Client, inTransaction, type Pool } from '#platform/postgres'
import { createSigningSecret, signingSecret } from '#platform/webhooks'
import { SECRET_OVERLAP_MS } from '../bounds.js'

/** Whose copies go to one URL: all of an organisation, or one unit's. */
export interface Receiver {
  /** `<organisation>` or `<organisation>/<unit>`. */
  receiver: string
  organisation: string
  unit: string | null
}

export type WebhookState = 'unproved' | 'active' | 'parked' | 'disabled'

export interface Webhook extends Receiver {
  url: string
  state: WebhookState
  code: string | null
}

export interface WebhookReport extends Webhook {
  waiting: number
  failing_lanes: number
  parked_lanes: number
  failing_since: Instant | null
  paused_until: Instant | null
  secrets: { made_at: Instant; ends_at: Instant | null }[]
}

export interface Attempt {
  id: number
  webhookId: string
  position: number | null
  attempt: number
  at: Instant
  code: string | null
  status: number | null
  tookMs: number
}

/** At most this many secrets sign at the same time. */
const SECRETS_MAX = 2

/** Webhooks as their receivers set them up. */
export class WebhookStore {
  constructor(
    private readonly pool: Pool,
    private readonly master: string,
  ) {}

  /**
   * Sets where the copies go. A new place has to prove itself by a ping before anything goes there.
   * @returns the secret only when there was no webhook before
   */
  async put({ receiver, organisation, unit }: Receiver, url: string): Promise<{ secret?: string }> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ created: boolean }>(
        `insert into webhook as w (receiver, organisation, unit, url, state) values ($1, $2, $3, $4, 'unproved')
         on conflict (receiver) do update set url = $4,
           state = case when w.url = $4 and w.state <> 'disabled' then w.state else 'unproved' end,
           code = case when w.url = $4 and w.state <> 'disabled' then w.code end
         returning xmax = 0 as created`,
        [receiver, organisation, unit, url],
      )
      return rows[0]!.created ? { secret: await this.addSecret(client, receiver) } : {}
    })
  }

  async report(receiver: string): Promise<WebhookReport | undefined> {
    const { rows } = await this.pool.query<Omit<WebhookReport, 'secrets'>>(
      'select s.*, w.url from webhook_state s join webhook w using (receiver) where receiver = $1',
      [receiver],
    )
    const [row] = rows
    if (row === undefined) return undefined
    const secrets = await this.pool.query<WebhookReport['secrets'][number]>(
      `select made_at, ends_at from webhook_secret
       where receiver = $1 and (ends_at is null or ends_at > now()) order by made_at`,
      [receiver],
    )
    return { ...row, secrets: secrets.rows }
  }

  async remove(receiver: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('delete from webhook where receiver = $1', [receiver])
    return (rowCount ?? 0) > 0
  }

  /** A new secret, shown once; the one before it signs for a while longer. Undefined: no such webhook. */
  async rotate(receiver: string): Promise<{ secret: string; formerEndsAt: Instant } | undefined> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query('select from webhook where receiver = $1 for update', [receiver])
      if (rows.length === 0) return undefined
      const secret = await this.addSecret(client, receiver)
      await client.query(
        `with ranked as (select salt, row_number() over (order by made_at desc, ends_at nulls first) as n
           from webhook_secret where receiver = $1),
         gone as (delete from webhook_secret s using ranked r where s.receiver = $1 and s.salt = r.salt and r.n > $2)
         update webhook_secret s set ends_at = least(ends_at, now() + $3 * interval '1 ms')
         from ranked r where s.receiver = $1 and s.salt = r.salt and r.n = $2`,
        [receiver, SECRETS_MAX, SECRET_OVERLAP_MS],
      )
      return { secret, formerEndsAt: Date.now() + SECRET_OVERLAP_MS }
    })
  }

  /** The webhook with the secrets that sign now, the newest first. */
  async signing(receiver: string): Promise<(Webhook & { secrets: string[] }) | undefined> {
    const { rows } = await this.pool.query<Webhook & { salts: Buffer[] }>(
      `select w.receiver, w.organisation, w.unit, w.url, w.state, w.code, array(
         select s.salt from webhook_secret s where s.receiver = w.receiver and (s.ends_at is null or s.ends_at > now())
         order by s.made_at desc limit ${SECRETS_MAX}) as salts
       from webhook w where w.receiver = $1`,
      [receiver],
    )
    const [row] = rows
    if (row === undefined) return undefined
    const { salts, ...webhook } = row
    const secrets = salts.map((salt) => signingSecret({ master: this.master, receiver, salt }))
    return { ...webhook, secrets }
  }

  /** It answered a ping: from now on copies go there, and what failed at the address before is tried anew. */
  async prove(receiver: string, url: string, now: Instant): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `update webhook set state = 'active' where receiver = $1 and url = $2 and state = 'unproved'`,
        [receiver, url],
      )
      if ((rowCount ?? 0) > 0) await beginAnew(client, receiver, now)
    })
  }

  /** What was parked is tried again, now and with its whole budget. @returns how many people's copies were waiting for it */
  async resume(receiver: string, now: Instant): Promise<number> {
    return inTransaction(this.pool, async (client) => {
      await client.query(
        `update webhook set state = 'active', code = null where receiver = $1 and state = 'parked'`,
        [receiver],
      )
      return beginAnew(client, receiver, now)
    })
  }

  /** The latest attempts first. @param before only those with a lower id */
  async attempts(receiver: string, before: number | undefined, limit: number): Promise<Attempt[]> {
    const { rows } = await this.pool.query<Attempt>(
      `select id, webhook_id as "webhookId", position, attempt, attempted_at as at, code, status, took_ms as "tookMs"
       from webhook_attempt where receiver = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
      [receiver, before ?? null, limit],
    )
    return rows
  }

  private async addSecret(client: Client, receiver: string): Promise<string> {
    const salt = createSigningSecret()
    await client.query(
      'insert into webhook_secret (receiver, salt, made_at) values ($1, $2, clock_timestamp())',
      [receiver, salt],
    )
    return signingSecret({ master: this.master, receiver, salt })
  }
}

async function beginAnew(client: Client, receiver: string, now: Instant): Promise<number> {
  await client.query(
    `update webhook set failing_lanes = 0, probes = 0, failing_since = null, paused_until = null where receiver = $1`,
    [receiver],
  )
  const { rowCount } = await client.query(
    `update webhook_lane set state = 'due', due_at = $2, attempts = 0, failing_since = null, code = null
     where receiver = $1 and (state = 'parked' or due_at > $2)`,
    [receiver, new Date(now)],
  )
  return rowCount ?? 0
}
