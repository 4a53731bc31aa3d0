import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Counting what is open costs what is open, however many cases there are. */
export class OpenGaps1700000000008 implements MigrationInterface {
  name = 'OpenGaps1700000000008'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index obligation_case_open_gap on obligation_case (rule) where gap_open')
  }

  async down(): Promise<void> {}
}
