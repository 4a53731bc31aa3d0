import type { MigrationInterface, QueryRunner } from 'typeorm'
import { PARKING_TABLE, STAGE_JOURNAL_TABLES } from '#platform/postgres'

/**
 * What the register keeps. Payloads and identifiers stand apart from envelopes and outcomes, so that destroying them
 * when their retention ends leaves the record whole.
 */
export class Facts1700000000001 implements MigrationInterface {
  name = 'Facts1700000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${STAGE_JOURNAL_TABLES}
      create table fact_identity (
        source text not null, id text not null, content_hash text not null,
        topic text not null, partition int not null, message_offset bigint not null,
        primary key (source, id)
      );
      create table outcome (
        topic text not null, partition int not null, message_offset bigint not null,
        outcome text not null check (outcome in ('linked', 'duplicate', 'refused', 'parked')),
        source text, id text, code text, says text, decided_at timestamptz not null,
        primary key (topic, partition, message_offset)
      );
      create index on outcome (id, source);
      create index on outcome (outcome, decided_at) where outcome in ('refused', 'parked');
      create table fact (
        source text not null, id text not null, type text not null, version int not null, unit text not null,
        subject text not null, occurred_at timestamptz not null, received_at timestamptz not null,
        person text not null, is_person boolean not null, envelope text not null, payload text,
        topic text not null, partition int not null, message_offset bigint not null,
        primary key (received_at, source, id)
      ) partition by range (received_at);
      create index on fact (person, occurred_at);
      create index on fact (id);
      create index on fact (topic, partition, message_offset);
      create table person (
        person text primary key, first_seen_at timestamptz not null, date_of_birth text, provisional boolean not null
      );
      create table identifier (
        scheme text not null, value text not null, person text not null,
        primary key (scheme, value)
      );
      create index on identifier (person);
      create table unusable_identifier (
        source text not null, id text not null, scheme text not null, raw text not null, reason text not null,
        primary key (source, id, scheme, raw)
      );
      create table person_alias (
        person text primary key, survivor text not null, source text not null, id text not null, merged_at timestamptz not null
      );
      create index on person_alias (survivor);
      create table identity_conflict (conflict text primary key, between_persons text[] not null, opened_at timestamptz not null);
      ${PARKING_TABLE}
    `)
    await runner.query(PARTITIONS)
  }

  async down(): Promise<void> {}
}

/** Months of facts are made as the clock reaches them; `fact_other` takes what no month covers. */
const PARTITIONS = `
  create table fact_other partition of fact default;
  create function ensure_fact_month(at timestamptz) returns void language plpgsql as $$
  declare
    month timestamptz := date_trunc('month', at);
    name text := 'fact_' || to_char(at, 'YYYY_MM');
  begin
    if to_regclass(name) is null then
      perform pg_advisory_xact_lock(hashtext('ensure_fact_month'));
      if to_regclass(name) is null
        and not exists (select from fact_other where received_at >= month and received_at < month + interval '1 month') then
        execute format('create table %I partition of fact for values from (%L) to (%L)', name, month, month + interval '1 month');
      end if;
    end if;
  end $$;
`
