import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A merge moves those who were merged into the loser before, and finds them by whom they became. */
export class MergedPeople1700000000010 implements MigrationInterface {
  name = 'MergedPeople1700000000010'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index on person_alias (survivor)')
  }

  async down(): Promise<void> {}
}
