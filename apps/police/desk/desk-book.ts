import type { InboxCopy } from '#platform/edge'
import type { Client } from '#platform/postgres'
import type { DeskCase, PaperCopy } from './desk-case.js'

/** Changes to one order's page in the unit's book; what is not named stays. */
export interface PageChanges {
  known?: unknown
  paper?: PaperCopy | null
  announced?: boolean
  gapOpen?: boolean
  ended?: boolean
  requests?: number
  requestedOn?: string | null
  todo?: 'apply' | 'remove' | null
  attempts?: number
  transaction?: string | null
}

const COLUMNS: Readonly<Record<keyof PageChanges, string>> = {
  known: 'known',
  paper: 'paper',
  announced: 'announced',
  gapOpen: 'gap_open',
  ended: 'ended',
  requests: 'requests',
  requestedOn: 'requested_on',
  todo: 'todo',
  attempts: 'attempts',
  transaction: 'transaction',
}
const JSON_COLUMNS: readonly string[] = ['known', 'paper']

/** Writes into an order's page, which is begun where there is none. */
export async function writePage(
  client: Client,
  courtCode: string,
  orderId: string,
  changes: PageChanges,
): Promise<void> {
  const names = Object.keys(changes) as (keyof PageChanges)[]
  const columns = names.map((name) => COLUMNS[name])
  const values = names.map((name) =>
    JSON_COLUMNS.includes(name) && changes[name] !== null ? JSON.stringify(changes[name]) : changes[name],
  )
  const places = columns.map((_, position) => `$${position + 4}`)
  const sets = columns.map((column) => `${column} = excluded.${column}`)
  await client.query(
    `insert into desk_case (court_code, order_id, written_as${columns.map((column) => `, ${column}`).join('')})
     values ($1, $2, $3${places.map((place) => `, ${place}`).join('')})
     on conflict (court_code, order_id) do ${sets.length === 0 ? 'nothing' : `update set ${sets.join(', ')}`}`,
    [courtCode, orderId.toUpperCase(), orderId, ...values],
  )
}

/** The pages on which something may be to do, in the order of court and number. */
export async function activePages(client: Client): Promise<DeskCase[]> {
  const { rows } = await client.query<DeskCase>(
    `select c.court_code as "courtCode", c.written_as as "orderId", c.paper, c.announced, c.gap_open as "gapOpen",
       c.ended, c.requests, c.requested_on::text as "requestedOn", c.todo, c.attempts, t.answer,
       coalesce(m.data->>'action' <> 'removed', false) as marked
     from desk_case c
     left join sandbox_transaction t on t.register = 'pnc' and t.reference = c.transaction
     left join sandbox_entry m on m.register = 'pnc' and m.about = c.court_code || '/' || c.order_id
     where c.todo is not null or c.gap_open or t.answer = 'rejected' or (c.requests > 0 and c.paper is null)
     order by c.court_code, c.order_id`,
  )
  return rows
}

/** What a copy from the inbox changes in the book: nothing, for most kinds. */
export async function enterCopy(client: Client, { type, data }: InboxCopy): Promise<void> {
  const fact = (data ?? {}) as Record<string, unknown>
  const details = (fact['details'] ?? {}) as Record<string, unknown>
  const about = type.startsWith('hub.gap.') ? details : fact
  const { courtCode, orderId } = about
  if (typeof courtCode !== 'string' || typeof orderId !== 'string') return
  const changes = changesBy(type, fact)
  if (changes !== undefined) await writePage(client, courtCode, orderId, changes)
}

function changesBy(type: string, fact: Record<string, unknown>): PageChanges | undefined {
  switch (type) {
    case 'courts.prevention-order.made':
    case 'jigsaw.order.recorded':
      return { known: fact }
    case 'courts.prevention-order.varied':
      return ['DISCHARGED', 'QUASHED'].includes(String(fact['changeType']))
        ? { ended: true, todo: 'remove' }
        : { known: fact, paper: null, announced: false, requests: 0, requestedOn: null, todo: null }
    case 'courts.order-copy.sent':
      return { announced: true }
    case 'hub.gap.opened':
      return fact['rule'] === 'RR-02' ? { gapOpen: true } : undefined
    case 'hub.gap.closed':
      return fact['rule'] === 'RR-02' ? { gapOpen: false } : undefined
    default:
      return undefined
  }
}
