import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Whom a survivor was merged from is asked for every work, so its cost must not follow how many were ever merged. */
export class MergedPeople1700000000003 implements MigrationInterface {
  name = 'MergedPeople1700000000003'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index on person_alias (survivor)')
  }

  async down(): Promise<void> {}
}
