import type { MigrationInterface, QueryRunner } from 'typeorm'
import { publish, withholdFromConsole } from '#platform/postgres'

/** The console reads what a case was judged from, and of none of it what it says; nor of registers and profiles. */
export class PublishedContents1700000000101 implements MigrationInterface {
  name = 'PublishedContents1700000000101'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create view case_evidence as
         select case_key, source, event_id, role, row->>'type' as type, (row->>'occurredAt')::bigint as occurred_at,
           (row->>'receivedAt')::bigint as received_at, row->>'item' as item
         from evidence;
      ` +
        publish({
          app: 'reconciler',
          name: 'case_evidence',
          columns: ['case_key', 'source', 'event_id', 'role', 'type', 'occurred_at', 'received_at', 'item'],
        }) +
        withholdFromConsole('reconciler', 'evidence', ['row']) +
        withholdFromConsole('reconciler', 'extract_row', ['compared']) +
        withholdFromConsole('reconciler', 'profile_entry', ['entry']),
    )
  }

  async down(): Promise<void> {}
}
