import type { Instant } from '#core/kernel'
import type { Client } from '#platform/postgres'

/** Which thing differs, and how. */
export interface DifferenceName {
  key: string
  kind: string
  side: string
  /** Empty where a whole row is absent. */
  field: string
}

/** One run of a comparison: what it notes bears its number, and what does not by its end was not seen again. */
export interface RunOfComparison {
  comparison: string
  run: number
}

/** Registers' instants by side. */
export type BySide = ReadonlyMap<string, Instant>

export interface DatedDifference extends DifferenceName {
  /** The instant for which it is said: no earlier than what was said of it before, whatever extract comes again. */
  asAt: Instant
}

function columns(names: readonly DifferenceName[]): string[][] {
  return [
    names.map((each) => each.key),
    names.map((each) => each.kind),
    names.map((each) => each.side),
    names.map((each) => each.field),
  ]
}

/** Notes differences that this run found, as at their sides' extracts. @returns by name those that were not open before */
export async function noteDifferences(
  client: Client,
  { comparison, run }: RunOfComparison,
  found: readonly DifferenceName[],
  asAt: BySide,
): Promise<Map<string, DatedDifference>> {
  if (found.length === 0) return new Map()
  const { rows } = await client.query<DatedDifference & { isFresh: boolean }>({
    name: 'note-differences',
    text: `insert into difference (comparison, key, kind, side, field, first_as_at, is_open, run)
      select distinct $1::text, f.key, f.kind, f.side, f.field, f.as_at, true, $2::bigint
      from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[]) as f(key, kind, side, field, as_at)
      on conflict (comparison, key, kind, side, field) do update
        set is_open = true, run = excluded.run, first_as_at = case when difference.is_open then difference.first_as_at
          else greatest(excluded.first_as_at, difference.closed_as_at + interval '1 millisecond') end
      returning key, kind, side, field, first_as_at as "asAt", old.is_open is distinct from true as "isFresh"`,
    values: [comparison, run, ...columns(found), found.map(({ side }) => new Date(asAt.get(side)!))],
  })
  return new Map(rows.filter((row) => row.isFresh).map((row) => [differenceName(row), row]))
}

/** Those of which this run can say nothing stay as they are. */
export async function keepDifferences(
  client: Client,
  { comparison, run }: RunOfComparison,
  undecided: readonly DifferenceName[],
): Promise<void> {
  if (undecided.length === 0) return
  await client.query({
    name: 'keep-differences',
    text: `update difference d set run = $2
      from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as u(key, kind, side, field)
      where d.comparison = $1 and d.is_open and (d.key, d.kind, d.side, d.field) = (u.key, u.kind, u.side, u.field)`,
    values: [comparison, run, ...columns(undecided)],
  })
}

const CLOSED_PER_PAGE = 500

/**
 * Takes back, a page at a time, the open differences that this run did not see again. What is not covered any more is not
 * thereby alike; and where a side has rows that name no key, a key that is gone from everywhere may be one of theirs.
 */
export async function* closeUnseen(
  client: Client,
  { comparison, run }: RunOfComparison,
  looked: { uploads: readonly string[]; hasUnkeyed: boolean; asAt: BySide },
): AsyncGenerator<DatedDifference[]> {
  for (;;) {
    const { rows } = await client.query<DatedDifference>({
      name: 'close-unseen',
      text: `with page as materialized (
          select o.key, o.kind, o.side, o.field
          from difference o cross join lateral (
            select coalesce(bool_or(r.state = 'not-covered'), false) as not_covered,
              coalesce(bool_or(r.state <> 'not-held'), false) as is_there
            from extract_row r where r.comparison = $1 and r.upload = any($3) and r.key = o.key
          ) held
          where o.comparison = $1 and o.is_open and o.run <> $2 and o.side = any($5)
            and not held.not_covered and (held.is_there or not $4)
          order by o.key, o.kind, o.side, o.field limit $7
        )
        update difference d set is_open = false, closed_as_at = greatest(d.first_as_at, s.as_at)
        from page p join unnest($5::text[], $6::timestamptz[]) as s(side, as_at) using (side)
        where d.comparison = $1 and (d.key, d.kind, d.side, d.field) = (p.key, p.kind, p.side, p.field)
        returning d.key, d.kind, d.side, d.field, d.closed_as_at as "asAt"`,
      values: [
        comparison,
        run,
        looked.uploads,
        looked.hasUnkeyed,
        [...looked.asAt.keys()],
        [...looked.asAt.values()].map((at) => new Date(at)),
        CLOSED_PER_PAGE,
      ],
    })
    if (rows.length > 0) yield rows
    if (rows.length < CLOSED_PER_PAGE) return
  }
}

export function differenceName({ key, kind, side, field }: DifferenceName): string {
  return [key, kind, side, field].join('\n')
}
