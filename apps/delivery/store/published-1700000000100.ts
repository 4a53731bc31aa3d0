import type { MigrationInterface, QueryRunner } from 'typeorm'
import { parkedMessages, type Publication, publish, publishByUnit } from '#platform/postgres'

/** What delivery lets others read: the console sees where each copy is, and what is in it only unit by unit. */
const VIEWS: readonly Publication[] = [
  { app: 'delivery', name: 'stage_cursor', columns: ['topic', 'partition', 'applied', 'published'] },
  { app: 'delivery', name: 'inbox_end', columns: ['organisation', 'last_position'] },
  {
    app: 'delivery',
    name: 'copy',
    columns: [
      'organisation',
      'position',
      'recipient',
      'source',
      'event_id',
      'occasion',
      'type',
      'disclosure',
      'headers',
      'data',
      'stored_at',
      'state',
      'delivered_at',
      'acknowledged_at',
      'outcome',
      'reference',
    ],
    notConsole: ['data'],
  },
  {
    app: 'delivery',
    name: 'copy_state',
    columns: [
      'organisation',
      'recipient',
      'source',
      'id',
      'occasion',
      'type',
      'disclosure',
      'position',
      'state',
      'stored_at',
      'delivered_at',
      'acknowledged_at',
      'outcome',
      'reference',
    ],
  },
  { app: 'delivery', name: 'outbox', columns: ['id', 'event_id', 'topic', 'key', 'headers'] },
  parkedMessages('delivery'),
]

const OF_UNITS = publishByUnit({
  app: 'delivery',
  table: 'copy',
  name: 'copy',
  unit: 'recipient',
  columns: [
    ...[
      'organisation',
      'position',
      'recipient',
      'source',
      'event_id',
      'occasion',
      'type',
      'disclosure',
      'headers',
      'data',
    ],
    ...['stored_at', 'state', 'delivered_at', 'acknowledged_at', 'outcome', 'reference'],
  ],
})

export class Published1700000000100 implements MigrationInterface {
  name = 'Published1700000000100'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(VIEWS.map(publish).join('') + OF_UNITS)
  }

  async down(): Promise<void> {}
}
