import type { MigrationInterface, QueryRunner } from 'typeorm'
import { parkedMessages, type Publication, publish } from '#platform/postgres'

/** What the register lets others read. `clock.target_at` may be set by the operator: that is how a simulation moves time. */
const VIEWS: readonly Publication[] = [
  { app: 'register', name: 'stage_cursor', columns: ['topic', 'partition', 'applied', 'published'] },
  {
    app: 'register',
    name: 'fact_identity',
    columns: ['source', 'id', 'content_hash', 'topic', 'partition', 'message_offset'],
  },
  {
    app: 'register',
    name: 'outcome',
    columns: [
      'topic',
      'partition',
      'message_offset',
      'outcome',
      'source',
      'id',
      'code',
      'says',
      'decided_at',
    ],
  },
  {
    app: 'register',
    name: 'fact',
    columns: [
      'source',
      'id',
      'type',
      'version',
      'unit',
      'subject',
      'occurred_at',
      'received_at',
      'person',
      'is_person',
      'envelope',
      'payload',
      'topic',
      'partition',
      'message_offset',
    ],
  },
  { app: 'register', name: 'person', columns: ['person', 'first_seen_at', 'date_of_birth', 'provisional'] },
  { app: 'register', name: 'identifier', columns: ['scheme', 'value', 'person'] },
  { app: 'register', name: 'person_alias', columns: ['person', 'survivor', 'source', 'id', 'merged_at'] },
  { app: 'register', name: 'identity_conflict', columns: ['conflict', 'between_persons', 'opened_at'] },
  parkedMessages('register'),
  {
    app: 'register',
    name: 'clock',
    columns: [
      'mode',
      'tick_at',
      'round',
      'tick_offsets',
      'decided_at',
      'decided_round',
      'decided_facts',
      'target_at',
      'stopped_code',
      'linked_partitions',
    ],
    also: ['delivery'],
  },
  { app: 'register', name: 'stream_time', columns: ['at', 'mode'], also: ['intake', 'delivery'] },
  {
    app: 'register',
    name: 'receipt',
    columns: [
      'source',
      'id',
      'outcome',
      'code',
      'says',
      'decided_at',
      'content_hash',
      'topic',
      'partition',
      'message_offset',
    ],
    also: ['intake'],
  },
  {
    app: 'register',
    name: 'conservation',
    columns: ['topic', 'partition', 'received', 'outcomes', 'linked', 'duplicate', 'refused', 'parked'],
  },
]

export class Published1700000000100 implements MigrationInterface {
  name = 'Published1700000000100'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      VIEWS.map(publish).join('') + 'grant update (target_at) on published.register_clock to operator;',
    )
  }

  async down(): Promise<void> {}
}
