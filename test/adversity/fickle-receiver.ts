import { setTimeout as pause } from 'node:timers/promises'
import { type Hub, loginOf, LOST, WebhookReceiver } from '#testkit/harness'
import { patiently } from './patiently.js'

/** Whose copies go by webhook: the organisation that hears most. */
const ORGANISATION = 'police'
const DAY_MS = 86_400_000
const DRAINED_MS_MAX = 90_000
const FAILS = 10

/** What must be so of webhooks whatever happens; each list names what breaks it. */
export interface WebhookOutcome {
  copies: number
  /** Requests beyond one for each copy. */
  repetitions: number
  missing: string[]
  /** Copies that came before an earlier one about the same person. */
  disordered: string[]
  /** Copies that came under two ids, or ids under which two copies came. */
  renamed: string[]
}

interface Owed {
  name: string
  lane: string
}

/** A receiver that refuses one copy in ten at first, and takes one in ten without its answer arriving. */
export class FickleReceiver {
  private readonly seen = new Set<string>()
  private isFickle = true

  /** For the hub that is to call it. */
  readonly environment = { WEBHOOK_LOCAL_HOSTS: '127.0.0.1' }

  private constructor(private readonly receiver: WebhookReceiver) {
    // a ping has no recipient, and is taken
    receiver.answer = ({ id, recipient }) =>
      recipient === undefined ? 200 : this.answer(`${recipient} ${id}`)
  }

  static async start(): Promise<FickleReceiver> {
    return new FickleReceiver(await WebhookReceiver.start())
  }

  async register(hub: Hub): Promise<void> {
    const login = loginOf(hub, ORGANISATION)
    const call = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
      const response = await fetch(`http://127.0.0.1:${hub.app('delivery').port}/inbox/webhook${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await login.token()}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return (await response.json()) as Record<string, unknown>
    }
    const put = await call('PUT', '', { url: this.receiver.url })
    this.receiver.secrets.push(String(put['secret']))
    const pinged = await call('POST', '/ping')
    if (pinged['taken'] !== true)
      throw new Error(`The receiver took no ping: ${JSON.stringify({ state: put['state'], ...pinged })}`)
    this.receiver.arrivals.splice(0)
  }

  /** From now on it takes everything; a day passes, so that whatever failed is due; returns when nothing is owed any more. */
  async drain(hub: Hub, at: string): Promise<void> {
    this.isFickle = false
    await patiently(() => hub.moveTo(new Date(Date.parse(at) + DAY_MS).toISOString()))
    const deadline = performance.now() + DRAINED_MS_MAX
    while (performance.now() < deadline) {
      const { rows } = await hub.pool.query<{ done: boolean }>(
        `select w.waiting = 0 and w.fed_position >= e.last_position as done
         from delivery.webhook_state w join delivery.inbox_end e using (organisation)`,
      )
      if (rows[0]?.done === true) return
      await pause(100)
    }
  }

  async outcome(hub: Hub): Promise<WebhookOutcome> {
    const { rows } = await hub.pool.query<Owed>(
      `select recipient || ' ' || event_id || ' ' || occasion as name, coalesce(headers->>'ce_lane', headers->>'ce_subject') as lane
       from delivery.copy where organisation = $1 order by position`,
      [ORGANISATION],
    )
    const took = this.receiver.arrivals
      .filter(({ status }) => status === LOST || status < 300)
      .map(({ webhookId, event }) => ({ webhookId, name: nameOf(event) }))
    const first = new Map<string, number>()
    for (const [at, { name }] of took.entries()) if (!first.has(name)) first.set(name, at)
    return {
      copies: rows.length,
      repetitions: this.receiver.arrivals.length - rows.length,
      missing: rows.filter(({ name }) => !first.has(name)).map(({ name }) => name),
      disordered: disordered(rows, first),
      renamed: renamed(took),
    }
  }

  stop(): void {
    this.receiver.stop()
  }

  private answer(copy: string): number {
    if (!this.isFickle || this.seen.has(copy)) return 200
    this.seen.add(copy)
    const kind = [...copy].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 1_009, 7) % FAILS
    return kind === 0 ? 503 : kind === 1 ? LOST : 200
  }
}

function nameOf(event: { id: string; recipient?: string }): string {
  return `${event.recipient} ${event.id} ${(event as { occasion?: string }).occasion}`
}

function disordered(owed: readonly Owed[], first: ReadonlyMap<string, number>): string[] {
  return [...Map.groupBy(owed, ({ lane }) => lane).values()].flatMap((lane) =>
    lane
      .filter(({ name }, n) => n > 0 && first.get(name)! < first.get(lane[n - 1]!.name)!)
      .map(({ name }) => name),
  )
}

function renamed(took: readonly { webhookId: string; name: string }[]): string[] {
  const several = (key: 'name' | 'webhookId', other: 'name' | 'webhookId'): string[] =>
    [...Map.groupBy(took, (each) => each[key])]
      .filter(([, list]) => new Set(list.map((each) => each[other])).size > 1)
      .map(([each]) => each)
  return [...several('name', 'webhookId'), ...several('webhookId', 'name')]
}
