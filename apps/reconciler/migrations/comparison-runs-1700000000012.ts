import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Which run saw a difference last, when it was taken back, rows that say they are no more, and when a thing has its end. */
export class ComparisonRuns1700000000012 implements MigrationInterface {
  name = 'ComparisonRuns1700000000012'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table extract_row add column ends_at timestamptz, drop constraint extract_row_state_check,
        add constraint extract_row_state_check check (state in ('readable', 'unreadable', 'not-covered', 'not-held'));
      alter table difference add column run bigint not null default 0, add column closed_as_at timestamptz;
      create index on difference (comparison) where is_open;
    `)
  }

  async down(): Promise<void> {}
}
