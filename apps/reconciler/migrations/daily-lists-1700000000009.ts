import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Each morning's list says of a case once that it stands there. */
export class DailyLists1700000000009 implements MigrationInterface {
  name = 'DailyLists1700000000009'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table obligation_case add column listed_at timestamptz')
  }

  async down(): Promise<void> {}
}
