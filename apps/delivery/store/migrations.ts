import type { MigrationInterface, QueryRunner } from 'typeorm'
import { type Migration, STAGE_JOURNAL_TABLES } from '#platform/postgres'
import { ConsoleReads1700000000110 } from './console-reads-1700000000110.js'
import { GapCopies1700000000120 } from './gap-copies-1700000000120.js'
import { Published1700000000100 } from './published-1700000000100.js'
import { Webhooks1700000000101 } from '../webhooks/webhook-migration.js'
import { WebhooksPublished1700000000102 } from '../webhooks/webhooks-published.js'

/**
 * Every copy, once, and where it is. `position` runs per organisation in the order of commits, so that a reader's cursor
 * never passes a copy that is still to appear. `data` stands apart so that it can be destroyed alone (CORE §8).
 */
class Copies1700000000001 implements MigrationInterface {
  name = 'Copies1700000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${STAGE_JOURNAL_TABLES}
      create table inbox_end (organisation text primary key, last_position bigint not null);
      create table copy (
        organisation text not null, position bigint not null,
        recipient text not null, source text not null, event_id text not null, occasion text not null,
        type text not null, disclosure text not null,
        headers jsonb not null, data bytea,
        stored_at timestamptz not null default now(),
        state text not null default 'waiting' check (state in ('waiting', 'delivered', 'acknowledged')),
        delivered_at timestamptz, acknowledged_at timestamptz, outcome text check (outcome in ('received', 'recorded')),
        reference text,
        primary key (organisation, position),
        unique (recipient, source, event_id, occasion)
      );
      create index copy_of_event on copy (event_id, source);
      create index copy_of_recipient on copy (recipient, position);
      create table parked_message (
        topic text not null, partition int not null, message_offset bigint not null,
        code text not null, says text not null, message_key bytea, headers jsonb not null, value bytea,
        parked_at timestamptz not null,
        state text not null check (state in ('parked', 'replayed', 'discarded')), reason text,
        primary key (topic, partition, message_offset)
      );
      create table outbox (
        id bigint generated always as identity primary key,
        event_id text not null unique, topic text not null, key text not null, headers jsonb not null, value bytea not null
      );
      create view copy_state as
        select organisation, recipient, source, event_id as id, occasion, type, disclosure, position, state,
          stored_at, delivered_at, acknowledged_at, outcome, reference
        from copy`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop view copy_state; drop table outbox, parked_message, copy, inbox_end, stage_output, stage_cursor',
    )
  }
}

export const DELIVERY_MIGRATIONS: readonly Migration[] = [
  Copies1700000000001,
  Published1700000000100,
  Webhooks1700000000101,
  WebhooksPublished1700000000102,
  ConsoleReads1700000000110,
  GapCopies1700000000120,
]
