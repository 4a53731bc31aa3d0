import type { MigrationInterface, QueryRunner } from 'typeorm'
import { consoleReads } from '#platform/postgres'

/** No page of the console says what intake answered. */
export class ConsoleReads1700000000110 implements MigrationInterface {
  name = 'ConsoleReads1700000000110'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(['submission', 'refusal'].map((name) => consoleReads('intake', name, [])).join(''))
  }

  async down(): Promise<void> {}
}
