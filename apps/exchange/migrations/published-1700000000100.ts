import type { MigrationInterface, QueryRunner } from 'typeorm'
import { parkedMessages, type Publication, publish, publishByUnit } from '#platform/postgres'

/** What the exchange lets others read; each unit’s disclosures also alone. */
const VIEWS: readonly Publication[] = [
  { app: 'exchange', name: 'stage_cursor', columns: ['topic', 'partition', 'applied', 'published'] },
  {
    app: 'exchange',
    name: 'fact_decision',
    columns: [
      'partition',
      'message_offset',
      'ordinal',
      'source',
      'event_id',
      'occasion',
      'outcome',
      'concerned',
      'shared',
      'withheld',
      'unfound',
    ],
  },
  {
    app: 'exchange',
    name: 'disclosure',
    columns: [
      'partition',
      'position',
      'entry',
      'message_offset',
      'event_id',
      'source',
      'unit',
      'person',
      'outcome',
    ],
  },
  { app: 'exchange', name: 'ledger_head', columns: ['partition', 'position', 'hash', 'shared'] },
  { app: 'exchange', name: 'ledger_day', columns: ['day', 'partition', 'position', 'hash'] },
  { app: 'exchange', name: 'ledger_seal', columns: ['day', 'seal', 'published'] },
  parkedMessages('exchange'),
]

const OF_UNITS = publishByUnit({
  app: 'exchange',
  table: 'disclosure',
  name: 'disclosure',
  unit: 'unit',
  columns: ['partition', 'position', 'entry', 'event_id', 'source', 'unit', 'person', 'outcome'],
})

export class Published1700000000100 implements MigrationInterface {
  name = 'Published1700000000100'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(VIEWS.map(publish).join('') + OF_UNITS)
  }

  async down(): Promise<void> {}
}
