import { createHash } from 'node:crypto'
import { type Fault, isoInstant, sha256, storableJson } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import { type CsvHeader, type CsvRecord, csvRecords, type Outgoing } from '#platform/edge'
import { Problem } from '#platform/http'
import { inTransaction, type Pool } from '#platform/postgres'
import { CONSULAR_COLUMNS, consularEvent } from './consular-row.js'
import { newsAmong } from './consular-news.js'

/** What the sender of a list is told. */
export interface ListAnswer {
  /** Under which its bytes are kept. */
  list: number
  /** Whether the same bytes had come before. */
  again: boolean
  rows: number
  /** Rows that are facts now. */
  taken: number
  /** Those of them that said nothing new: the latest row of their reference says the same, or the list came before. */
  known: number
  refused: number
  /** The first of them, each with its line and every cause. */
  refusals: { line: number; faults: readonly Fault[] }[]
}

/** Facts that are kept in one transaction. */
const ROWS_AT_A_TIME = 200
const LIST_BYTES_MAX = 64 * 1_048_576
/** Refusals in one answer; all of them are kept. */
const REFUSALS_TOLD_MAX = 200

interface Taking {
  list: number
  rows: number
  known: number
  pending: CloudEventJson[]
  lines: Map<string, number>
  /** How often each row's words have stood in the list so far, by their digest. */
  said: Map<string, number>
  /** When the same bytes were forwarded before, RFC 3339, and nothing of them was refused. */
  forwardedBefore: ReadonlySet<string>
}

/**
 * Consular lists, streamed: the bytes are kept as they come, a row that cannot be read is refused with its line and every
 * cause, and the good rows go their way. Of a list only digests are held, however long it is. A row is known where the
 * latest of its reference says the same, so a list sent again says nothing twice; what was said before something else is
 * said anew.
 */
export class ConsularLists {
  constructor(
    private readonly pool: Pool,
    private readonly outgoing: Outgoing,
  ) {}

  /**
   * @param forwardedAt when SOCA passed the list on, RFC 3339
   * @throws Problem 422 HUB_EDGE_REGISTER_COLUMNS, 413; HubError when the hub cannot be reached: what was read is kept
   */
  async take(stream: AsyncIterable<Uint8Array>, forwardedAt: string): Promise<ListAnswer> {
    const { rows } = await this.pool.query<{ list: number }>(
      'insert into consular_list (forwarded_at) values ($1) returning list',
      [forwardedAt],
    )
    const taking: Taking = {
      ...{ list: rows[0]!.list, rows: 0, known: 0, pending: [] },
      ...{ lines: new Map(), said: new Map(), forwardedBefore: new Set() },
    }
    const digest = await this.keep(stream, taking.list)
    const earlier = await this.earlier(digest)
    taking.forwardedBefore = new Set(earlier.filter(({ whole }) => whole).map(({ at }) => isoInstant(at)))
    const needed = [...CONSULAR_COLUMNS]
    try {
      for await (const record of csvRecords(this.kept(taking.list), needed, demandColumns))
        await this.takeRow(record, taking, forwardedAt)
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_'))
        throw error
      await this.refuse(taking, taking.rows + 2, [unreadable(error.message)])
    }
    await this.flush(taking)
    await this.pool.query('update consular_list set digest = $2, rows = $3 where list = $1', [
      taking.list,
      digest,
      taking.rows,
    ])
    await this.outgoing.publish()
    return this.answer(taking, earlier.length > 0)
  }

  /** Puts the bytes away as they come. @returns their digest */
  private async keep(stream: AsyncIterable<Uint8Array>, list: number): Promise<string> {
    const hash = createHash('sha256')
    let part = 0
    let bytes = 0
    for await (const chunk of stream) {
      bytes += chunk.length
      if (bytes > LIST_BYTES_MAX)
        throw new Problem(413, 'HUB_EDGE_BODY_TOO_LARGE', 'The list is too long.', 'Send it in parts.')
      hash.update(chunk)
      await this.pool.query('insert into consular_list_part values ($1, $2, $3)', [list, part++, chunk])
    }
    return hash.digest('hex')
  }

  private async *kept(list: number): AsyncGenerator<Uint8Array> {
    for (let part = 0; ; part++) {
      const { rows } = await this.pool.query<{ bytes: Buffer }>(
        'select bytes from consular_list_part where list = $1 and part = $2',
        [list, part],
      )
      if (rows[0] === undefined) return
      yield rows[0].bytes
    }
  }

  /** When the same bytes were forwarded before, and whether all of them was taken. */
  private async earlier(digest: string): Promise<{ at: number; whole: boolean }[]> {
    const { rows } = await this.pool.query<{ at: number; whole: boolean }>(
      `select forwarded_at as at, not exists (select 1 from consular_refusal r where r.list = l.list) as whole
       from consular_list l where digest = $1`,
      [digest],
    )
    return rows
  }

  private async takeRow(
    { line, cells, fault }: CsvRecord,
    taking: Taking,
    forwardedAt: string,
  ): Promise<void> {
    taking.rows++
    if (fault !== undefined) return this.refuse(taking, line, [unreadable(fault, line)])
    const row = consularEvent(cells, line, forwardedAt, (words) => counted(taking.said, sha256(words)))
    if (!row.ok) return this.refuse(taking, line, row.faults)
    taking.pending.push(row.event)
    taking.lines.set(row.event.id, line)
    if (taking.pending.length >= ROWS_AT_A_TIME) await this.flush(taking)
  }

  private async flush(taking: Taking): Promise<void> {
    const rows = taking.pending.splice(0)
    taking.known += await inTransaction(this.pool, async (client) => {
      const news = await newsAmong(client, rows, taking.forwardedBefore)
      return rows.length - (await this.outgoing.keep(client, news))
    })
  }

  private async refuse({ list }: Taking, line: number, faults: readonly Fault[]): Promise<void> {
    await this.pool.query('insert into consular_refusal values ($1, $2, $3) on conflict do nothing', [
      list,
      line,
      storableJson(faults),
    ])
  }

  /** What the hub itself refused joins the refusals, under the line it came from. */
  private async answer({ list, rows, known, lines }: Taking, again: boolean): Promise<ListAnswer> {
    const byHub = await this.pool.query<{ id: string; faults: Fault[] }>(
      `select id, faults from outgoing where state = 'refused' and id = any($1)`,
      [[...lines.keys()]],
    )
    for (const { id, faults } of byHub.rows) await this.refuse({ list } as Taking, lines.get(id)!, faults)
    const { rows: counted } = await this.pool.query<{ count: number }>(
      'select count(*)::int from consular_refusal where list = $1',
      [list],
    )
    const { rows: refusals } = await this.pool.query<{ line: number; faults: Fault[] }>(
      'select line, faults from consular_refusal where list = $1 order by line limit $2',
      [list, REFUSALS_TOLD_MAX],
    )
    const refused = counted[0]!.count
    return { list, again, rows, taken: Math.max(rows - refused, 0), known, refused, refusals }
  }
}

/** How often something was counted before, and counts it. */
function counted(counts: Map<string, number>, what: string): number {
  const before = counts.get(what) ?? 0
  counts.set(what, before + 1)
  return before
}

function demandColumns(header: CsvHeader): void {
  if (header.ok) return
  throw new Problem(
    422,
    'HUB_EDGE_REGISTER_COLUMNS',
    `The list lacks the columns ${header.missing.join(', ')}.`,
    'Send it with all of its columns.',
  )
}

function unreadable(says: string, line?: number): Fault {
  return {
    code: 'HUB_EDGE_NATIVE_UNREADABLE',
    ...(line === undefined ? {} : { at: `/line ${line}` }),
    says,
  }
}
