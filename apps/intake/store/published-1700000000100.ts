import type { MigrationInterface, QueryRunner } from 'typeorm'
import { type Publication, publish } from '#platform/postgres'

/** What intake lets others read: what was answered, and nothing of what was in it. */
const VIEWS: readonly Publication[] = [
  {
    app: 'intake',
    name: 'submission',
    columns: [
      'id',
      'organisation',
      'client',
      'received_at',
      'content_type',
      'outcome',
      'accepted',
      'duplicates',
      'refused',
    ],
  },
  {
    app: 'intake',
    name: 'refusal',
    columns: ['submission_id', 'index', 'event_id', 'source', 'code', 'faults'],
  },
]

export class Published1700000000100 implements MigrationInterface {
  name = 'Published1700000000100'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(VIEWS.map(publish).join(''))
  }

  async down(): Promise<void> {}
}
