import type { MigrationInterface, QueryRunner } from 'typeorm'
import { publishByUnit } from '#platform/postgres'

const COLUMNS = [
  ...[
    'organisation',
    'position',
    'recipient',
    'source',
    'event_id',
    'type',
    'gap_id',
    'rule',
    'severity',
    'revision',
  ],
  ...['bytes', 'breached_at', 'ledger_partition', 'ledger_position'],
]

/** What lists of gaps are filtered and ordered by, as the copy gives it: a field that was withheld is null here too. */
const INDEXED = (rows: string): string => `insert into delivery.gap_copy (${COLUMNS.join(', ')})
  select c.organisation, c.position, c.recipient, c.source, c.event_id, c.type, d.said->>'gapId', d.said->>'rule',
    d.said->>'severity', (d.said->>'revision')::int, length(c.data), (d.said->>'breachedAt')::timestamptz,
    split_part(c.disclosure, '/', 1)::int, split_part(c.disclosure, '/', 2)::bigint
  from ${rows} c cross join lateral (select convert_from(c.data, 'UTF8')::jsonb as said) d
  where c.type like 'hub.gap.%' and c.data is not null and d.said->>'gapId' is not null;`

/**
 * Copies about gaps, by gap: pages about gaps are read from what units were told, and would read all of it each time. Row security
 * lets no index be used that looks into contents, so what is looked for stands in columns. Goes with the contents it comes from.
 */
export class GapCopies1700000000120 implements MigrationInterface {
  name = 'GapCopies1700000000120'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table gap_copy (
        organisation text not null, position bigint not null, recipient text not null, source text not null,
        event_id text not null, type text not null, gap_id text collate "C" not null, rule text, severity text, revision int,
        bytes int not null, breached_at timestamptz, ledger_partition int not null, ledger_position bigint not null,
        primary key (organisation, position)
      );
      create index gap_copy_of_gap on gap_copy (gap_id);
      create function copies_arrived() returns trigger language plpgsql as $$
      begin
        ${INDEXED('arrived')}
        return null;
      end $$;
      create trigger copies_arrived after insert on copy referencing new table as arrived
        for each statement execute function copies_arrived();
      create function copy_emptied() returns trigger language plpgsql as $$
      begin
        delete from delivery.gap_copy where organisation = old.organisation and position = old.position;
        return null;
      end $$;
      create trigger copy_emptied after update of data on copy for each row when (new.data is null) execute function copy_emptied();
      create trigger copy_gone after delete on copy for each row execute function copy_emptied();
      ${INDEXED('copy')}
      ${publishByUnit({ app: 'delivery', table: 'gap_copy', name: 'gap_copy', unit: 'recipient', columns: COLUMNS })}`)
  }

  async down(): Promise<void> {}
}
