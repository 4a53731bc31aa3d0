import { pages } from './pages.js'
import type { Queryable } from './queryable.js'

/** A row of the disclosure ledger as it is stored; whoever knows the ledger checks what it says. */
export interface StoredDisclosure {
  partition: number
  position: number
  entry: unknown
}

export interface StoredHead {
  partition: number
  position: number
  hash: string
  shared: number
}

/** The heads that the exchange recorded, by partition. */
export async function ledgerHeads(db: Queryable): Promise<StoredHead[]> {
  const { rows } = await db.query<StoredHead>(
    'select partition, position, hash, shared from published.exchange_ledger_head order by partition',
  )
  return rows
}

/** Partitions that rows of the ledger name, with or without a head. */
export async function ledgerPartitions(db: Queryable): Promise<number[]> {
  const { rows } = await db.query<{ partition: number }>(
    'select distinct partition from published.exchange_disclosure union select partition from published.exchange_ledger_head order by 1',
  )
  return rows.map(({ partition }) => partition)
}

/** One partition's chain in order, page by page, after a position. */
export function disclosurePages(
  db: Queryable,
  partition: number,
  after = 0,
): AsyncGenerator<StoredDisclosure[]> {
  return pages<StoredDisclosure, number>(
    db,
    `select partition, position, entry from published.exchange_disclosure where partition = $3 and position > $1
     order by position limit $2`,
    after,
    (row) => row.position,
    [partition],
  )
}

/** Heads as a day ended, and the day's seal where there is one. */
export interface StoredDay {
  day: string
  heads: { partition: number; position: number; hash: string }[]
  seal: unknown
}

export async function ledgerDays(db: Queryable): Promise<StoredDay[]> {
  const { rows } = await db.query<StoredDay>(
    `select to_char(coalesce(d.day, s.day), 'YYYY-MM-DD') as day, coalesce(d.heads, '[]') as heads, s.seal
     from (select day, jsonb_agg(jsonb_build_object('partition', partition, 'position', position, 'hash', hash) order by partition) as heads
       from published.exchange_ledger_day group by day) d
     full join published.exchange_ledger_seal s on s.day = d.day order by 1`,
  )
  return rows
}
