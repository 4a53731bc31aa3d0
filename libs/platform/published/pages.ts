import type { Queryable } from './queryable.js'

const PAGE_ROWS_MAX = 2_000

/**
 * Reads a whole table a page at a time, so that memory does not follow its size. The query orders by one key, takes the key
 * after which the page begins as $1 and its length as $2; further parameters follow.
 */
export async function* pages<Row extends object, Key>(
  db: Queryable,
  sql: string,
  first: Key,
  keyOf: (row: Row) => Key,
  parameters: readonly unknown[] = [],
): AsyncGenerator<Row[]> {
  let after = first
  for (;;) {
    const { rows } = await db.query<Row>(sql, [after, PAGE_ROWS_MAX, ...parameters])
    if (rows.length > 0) yield rows
    if (rows.length < PAGE_ROWS_MAX) return
    after = keyOf(rows.at(-1)!)
  }
}
