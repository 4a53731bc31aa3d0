import type { MigrationInterface, QueryRunner } from 'typeorm'
import { PARKING_TABLE, STAGE_JOURNAL_TABLES } from '#platform/postgres'

/** What the exchange knows of people, what it decided, and the ledger of it. */
export class Sharing1700000000001 implements MigrationInterface {
  name = 'Sharing1700000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${STAGE_JOURNAL_TABLES}
      create table profile_entry (
        person text not null, source text not null, event_id text not null, part int not null, entry jsonb not null,
        primary key (person, source, event_id, part)
      );
      create table profile_retraction (
        organisation text not null, event_id text not null, by_event text not null, retraction jsonb not null,
        primary key (organisation, event_id, by_event)
      );
      create table person_alias (person text primary key, survivor text not null);
      create table told (person text not null, unit text not null, primary key (person, unit));
      create table standing_fact (
        person text not null, source text not null, event_id text not null, stands_until timestamptz not null,
        headers jsonb not null, payload text not null,
        primary key (person, source, event_id)
      );
      create table fact_decision (
        partition int not null, message_offset bigint not null, ordinal int not null default 0,
        source text, event_id text, occasion text not null,
        outcome text not null check (outcome in ('decided', 'parked')),
        concerned int not null, shared int not null, withheld int not null, unfound text,
        primary key (partition, message_offset, ordinal)
      );
      create index on fact_decision (event_id);
      create table disclosure (
        partition int not null, position bigint not null, entry jsonb not null,
        message_offset bigint not null generated always as ((entry->>'offset')::bigint) stored,
        event_id text not null generated always as (entry->>'eventId') stored,
        source text not null generated always as (entry->>'source') stored,
        unit text not null generated always as (entry->>'unit') stored,
        person text not null generated always as (entry->>'person') stored,
        outcome text not null generated always as (entry->>'outcome') stored,
        primary key (partition, position)
      );
      create index on disclosure (event_id);
      create index on disclosure (person);
      create table ledger_head (
        partition int primary key, position bigint not null default 0, hash text not null, shared bigint not null default 0
      );
      create table ledger_day (
        day date not null, partition int not null, position bigint not null, hash text not null,
        primary key (day, partition)
      );
      create table ledger_seal (day date primary key, seal jsonb not null, published boolean not null default false);
      create table partition_day (partition int primary key, day date not null);
      ${PARKING_TABLE}
    `)
  }

  async down(): Promise<void> {}
}
