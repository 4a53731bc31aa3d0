import type { Queryable } from './queryable.js'

/** What the hub has done since its data began. */
export interface Totals {
  /** Messages received, by how they ended. */
  received: { linked: number; duplicate: number; refused: number; parked: number }
  extractRows: number
  copies: number
  copiesByUnit: { unit: string; copies: number }[]
  decisions: { shared: number; withheld: number }
  /** Fields kept back from copies that were given. */
  fieldsWithheld: number
  obligations: { rule: string; met: number; waiting: number; missed: number; cancelled: number }[]
  gaps: { rule: string; found: number; open: number }[]
}

export async function readTotals(db: Queryable): Promise<Totals> {
  const one = async <T extends object>(sql: string): Promise<T> => (await db.query<T>(sql)).rows[0]!
  const many = async <T extends object>(sql: string): Promise<T[]> => (await db.query<T>(sql)).rows
  const received = await one<Totals['received']>(
    `select count(*) filter (where outcome = 'linked') as linked, count(*) filter (where outcome = 'duplicate') as duplicate,
       count(*) filter (where outcome = 'refused') as refused, count(*) filter (where outcome = 'parked') as parked
     from published.register_outcome`,
  )
  const { rows: extractRows } = await one<{ rows: number }>(
    'select coalesce(sum(row_count), 0)::bigint as rows from published.reconciler_extract_upload where closed',
  )
  const ledger = await one<{ shared: number; withheld: number; fields: number }>(
    `select count(*) filter (where outcome = 'shared') as shared, count(*) filter (where outcome = 'withheld') as withheld,
       coalesce(sum(jsonb_array_length(entry->'withheldFields')) filter (where outcome = 'shared'), 0)::bigint as fields
     from published.exchange_disclosure`,
  )
  const copiesByUnit = await many<{ unit: string; copies: number }>(
    'select recipient as unit, count(*) as copies from published.delivery_copy_state group by 1 order by 2 desc, 1',
  )
  const obligations = await many<Totals['obligations'][number]>(
    `select rule, count(*) filter (where status in ('met', 'met-late')) as met, count(*) filter (where status = 'open') as waiting,
       count(*) filter (where status in ('breached', 'conflict')) as missed,
       count(*) filter (where status in ('cancelled', 'decided')) as cancelled
     from published.reconciler_obligation_case where status <> 'waiting' group by rule order by rule`,
  )
  const gaps = await many<Totals['gaps'][number]>(
    `select rule, count(*) as found, count(*) filter (where gap_open) as open from published.reconciler_gap
     where (announced->>'isMiss')::boolean group by rule order by rule`,
  )
  return {
    received,
    extractRows,
    copies: copiesByUnit.reduce((sum, { copies }) => sum + copies, 0),
    copiesByUnit,
    decisions: { shared: ledger.shared, withheld: ledger.withheld },
    fieldsWithheld: ledger.fields,
    obligations,
    gaps,
  }
}

/** Something that a register lacks: a gap that a comparison opened, not for a disagreement but because nothing was there. */
export interface AbsentThing {
  gapId: string
  rule: string
  isOpen: boolean
  onePer: Record<string, string>
  details: Record<string, unknown>
}

/** What comparisons found absent and a rule then opened for: one row a gap. */
export async function absentThings(db: Queryable): Promise<AbsentThing[]> {
  const { rows } = await db.query<AbsentThing>(
    `select g.gap_id as "gapId", g.rule, g.gap_open as "isOpen", g.announced->'onePer' as "onePer", g.announced->'details' as details
     from published.reconciler_gap g where exists (select from published.reconciler_evidence e
       where e.case_key = g.gap_id and e.role = 'difference' and e.row->>'asConflict' = 'false') order by g.gap_id`,
  )
  return rows
}
