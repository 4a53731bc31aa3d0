import type { MigrationInterface, QueryRunner } from 'typeorm'
import { consoleReads } from '#platform/postgres'

/** The console reads of a decision what its pages say of it; the rows of the ledger, with what proves them, are the operator's. */
export class ConsoleReads1700000000110 implements MigrationInterface {
  name = 'ConsoleReads1700000000110'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create or replace view published.exchange_disclosure as
         select partition, position, entry, message_offset, event_id, source, unit, person, outcome,
           entry->>'occasion' as occasion, entry->>'event' as event, (entry->>'decidedAt')::bigint as decided_at,
           entry->>'reason' as reason, entry->'agreements' as agreements, entry->'purposes' as purposes,
           entry->'fields' as fields, entry->'withheldFields' as withheld_fields
         from disclosure;
      ` + READ.map(([name, columns]) => consoleReads('exchange', name, columns)).join(''),
    )
  }

  async down(): Promise<void> {}
}

const READ: readonly (readonly [string, readonly string[]])[] = [
  ['stage_cursor', []],
  [
    'fact_decision',
    [
      ...['partition', 'message_offset', 'ordinal', 'source', 'event_id', 'occasion', 'outcome'],
      ...['concerned', 'shared', 'withheld'],
    ],
  ],
  [
    'disclosure',
    [
      ...[
        'partition',
        'position',
        'message_offset',
        'event_id',
        'source',
        'unit',
        'person',
        'outcome',
        'occasion',
      ],
      ...['event', 'decided_at', 'reason', 'agreements', 'purposes', 'fields', 'withheld_fields'],
    ],
  ],
  ['ledger_head', ['partition', 'position', 'shared']],
  ['ledger_day', []],
  ['ledger_seal', []],
  ['parked_message', ['partition', 'message_offset']],
]
