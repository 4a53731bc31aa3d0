import type { MigrationInterface, QueryRunner } from 'typeorm'
import { parkedMessages, type Publication, publish } from '#platform/postgres'

/** What the reconciler lets others read. */
const VIEWS: readonly Publication[] = [
  { app: 'reconciler', name: 'stage_cursor', columns: ['topic', 'partition', 'applied', 'published'] },
  {
    app: 'reconciler',
    name: 'evidence',
    columns: [
      'case_key',
      'source',
      'event_id',
      'role',
      'clock',
      'item',
      'rule_version',
      'watch',
      'match_key',
      'retracted_event_id',
      'person',
      'original_person',
      'row',
    ],
  },
  {
    app: 'reconciler',
    name: 'obligation_case',
    columns: [
      'case_key',
      'rule',
      'status',
      'gap_open',
      'person',
      'due_at',
      'state',
      'announced',
      'changed_at',
      'fault',
    ],
  },
  {
    app: 'reconciler',
    name: 'gap',
    columns: [
      'gap_id',
      'rule',
      'status',
      'gap_open',
      'person',
      'next_due_at',
      'state',
      'announced',
      'changed_at',
    ],
  },
  { app: 'reconciler', name: 'profile_entry', columns: ['person', 'source', 'event_id', 'part', 'entry'] },
  {
    app: 'reconciler',
    name: 'fact_outcome',
    columns: ['partition', 'message_offset', 'source', 'event_id', 'outcome'],
  },
  { app: 'reconciler', name: 'partition_tick', columns: ['partition', 'tick_at', 'round'] },
  { app: 'reconciler', name: 'decided_tick', columns: ['tick_at', 'round', 'emitted', 'catalogue'] },
  { app: 'reconciler', name: 'outbox', columns: ['seq', 'key', 'headers'] },
  {
    app: 'reconciler',
    name: 'extract_upload',
    columns: [
      'upload',
      'unit',
      'type',
      'version',
      'as_at',
      'chunks',
      'row_count',
      'unreadable',
      'closed',
      'complaint',
      'received_at',
    ],
  },
  {
    app: 'reconciler',
    name: 'extract_row',
    columns: ['upload', 'comparison', 'row_no', 'key', 'state', 'reason', 'compared'],
  },
  { app: 'reconciler', name: 'coverage', columns: ['comparison', 'as_at', 'decided_at', 'statement'] },
  {
    app: 'reconciler',
    name: 'difference',
    columns: ['comparison', 'key', 'kind', 'side', 'field', 'first_as_at', 'is_open'],
  },
  parkedMessages('reconciler'),
]

export class Published1700000000100 implements MigrationInterface {
  name = 'Published1700000000100'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(VIEWS.map(publish).join(''))
  }

  async down(): Promise<void> {}
}
