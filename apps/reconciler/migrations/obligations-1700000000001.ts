import type { MigrationInterface, QueryRunner } from 'typeorm'
import { PARKING_TABLE, STAGE_JOURNAL_TABLES } from '#platform/postgres'

/** What the reconciler knows: evidence, the cases it adds up to, profiles, ticks, and facts not yet told. */
export class Obligations1700000000001 implements MigrationInterface {
  name = 'Obligations1700000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${STAGE_JOURNAL_TABLES}
      create table evidence (
        case_key text not null, source text not null, event_id text not null, role text not null,
        clock int not null, item text not null, rule_version int not null, watch int not null,
        match_key text, retracted_event_id text, person text, original_person text, row jsonb not null,
        primary key (case_key, source, event_id, role, clock, item, rule_version, watch)
      );
      create index on evidence (match_key) where match_key is not null;
      create index on evidence (retracted_event_id) where retracted_event_id is not null;
      create index on evidence (event_id);
      create index on evidence (person) where person is not null;
      create table obligation_case (
        case_key text primary key, rule text not null,
        status text not null default 'waiting', gap_open boolean not null default false,
        person text, due_at timestamptz, state jsonb, announced jsonb, changed_at timestamptz,
        fault text
      );
      create index on obligation_case (due_at, case_key) where due_at is not null;
      create index on obligation_case (rule, status);
      create index on obligation_case (person) where person is not null;
      create table profile_entry (
        person text not null, source text not null, event_id text not null, part int not null, entry jsonb not null,
        primary key (person, source, event_id, part)
      );
      create table profile_retraction (
        organisation text not null, event_id text not null, by_event text not null, retraction jsonb not null,
        primary key (organisation, event_id, by_event)
      );
      create table person_alias (person text primary key, survivor text not null);
      create table fact_outcome (
        partition int not null, message_offset bigint not null,
        source text, event_id text, outcome text not null check (outcome in ('judged', 'not-concerned', 'parked')),
        primary key (partition, message_offset)
      );
      create table partition_tick (
        partition int primary key, tick_at timestamptz, round int not null default 0, emitted bigint not null default 0
      );
      create table decided_tick (
        singleton boolean primary key default true check (singleton),
        tick_at timestamptz, round int not null default 0, emitted bigint not null default 0,
        catalogue text
      );
      insert into decided_tick default values;
      create table outbox (
        seq bigint generated always as identity primary key, key text not null, headers jsonb not null, value bytea not null
      );
      ${PARKING_TABLE}
      create view gap as
        select case_key as gap_id, rule, status, gap_open, person, due_at as next_due_at, state, announced, changed_at
        from obligation_case where announced is not null;
    `)
  }

  async down(): Promise<void> {}
}
