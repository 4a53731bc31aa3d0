import type { MigrationInterface, QueryRunner } from 'typeorm'
import { consoleReads, publish } from '#platform/postgres'

/** The console reads where a copy is and whether something will send it; what stands in its headers only by unit. */
export class ConsoleReads1700000000110 implements MigrationInterface {
  name = 'ConsoleReads1700000000110'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create view webhook_forgotten as
         select w.receiver, c.organisation, c.position, c.source, c.event_id
         from webhook w join copy c
           on c.organisation = w.organisation and c.position <= w.fed_position and (w.unit is null or c.recipient = w.unit)
         where c.state <> 'acknowledged' and not exists (
           select from webhook_work k join webhook_lane l using (receiver, lane)
           where k.receiver = w.receiver and k.position = c.position
             and k.lane = coalesce(c.headers->>'ce_lane', c.headers->>'ce_subject', ''));
       create or replace view published.delivery_copy as
         select organisation, position, recipient, source, event_id, occasion, type, disclosure, headers, data, stored_at, state,
           delivered_at, acknowledged_at, outcome, reference,
           (recipient, source, event_id, occasion, type, disclosure) is not distinct from
             (headers->>'ce_recipient', headers->>'ce_source', headers->>'ce_id', headers->>'ce_occasion',
              headers->>'ce_type', headers->>'ce_disclosure') as is_as_headed
         from copy;
       create or replace view published.delivery_outbox as
         select id, event_id, topic, key, headers, headers->>'ce_source' as source from outbox;
      ` +
        publish({
          app: 'delivery',
          name: 'webhook_forgotten',
          columns: ['receiver', 'organisation', 'position', 'source', 'event_id'],
        }) +
        READ.map(([name, columns]) => consoleReads('delivery', name, columns)).join(''),
    )
  }

  async down(): Promise<void> {}
}

const READ: readonly (readonly [string, readonly string[]])[] = [
  ['stage_cursor', []],
  ['inbox_end', []],
  [
    'copy',
    [
      ...[
        'organisation',
        'position',
        'recipient',
        'source',
        'event_id',
        'occasion',
        'type',
        'disclosure',
        'state',
      ],
      ...['delivered_at', 'acknowledged_at', 'outcome', 'is_as_headed'],
    ],
  ],
  ['copy_state', []],
  ['outbox', ['source', 'event_id']],
  ['parked_message', []],
  ['webhook_state', []],
  ['webhook_work', []],
  ['webhook_lane', []],
]
