import type { MigrationInterface, QueryRunner } from 'typeorm'
import { EDGE_MIGRATIONS } from '#platform/edge'
import type { Migration } from '#platform/postgres'

/** Consular lists as they came, byte for byte, and the rows of each that could not be read or were not taken. */
class ConsularLists1700000000003 implements MigrationInterface {
  name = 'ConsularLists1700000000003'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table consular_list (
        list bigint generated always as identity primary key,
        received_at timestamptz not null default clock_timestamp(),
        forwarded_at timestamptz not null,
        digest text,
        rows integer
      );
      create index consular_list_digest on consular_list (digest);
      create table consular_list_part (
        list bigint not null references consular_list,
        part integer not null,
        bytes bytea not null,
        primary key (list, part)
      );
      create table consular_refusal (
        list bigint not null references consular_list,
        line integer not null,
        faults jsonb not null,
        primary key (list, line)
      );
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table consular_refusal, consular_list_part, consular_list;')
  }
}

/** What was said last under a reference, by which a row is known. */
class ConsularLatest1700000000004 implements MigrationInterface {
  name = 'ConsularLatest1700000000004'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index outgoing_latest on outgoing ((event->>'subject'), position desc) where state <> 'refused';`,
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index outgoing_latest;')
  }
}

export const IMMIGRATION_MIGRATIONS: readonly Migration[] = [
  ...EDGE_MIGRATIONS,
  ConsularLists1700000000003,
  ConsularLatest1700000000004,
]
