import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Whom a retraction is about is asked by the event it takes back. */
export class ProfilesByEvent1700000000003 implements MigrationInterface {
  name = 'ProfilesByEvent1700000000003'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index profile_entry_by_event on profile_entry (event_id)')
  }

  async down(): Promise<void> {}
}
