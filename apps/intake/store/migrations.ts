import type { MigrationInterface, QueryRunner } from 'typeorm'
import type { Migration } from '#platform/postgres'
import { ConsoleReads1700000000110 } from './console-reads-1700000000110.js'
import { Published1700000000100 } from './published-1700000000100.js'

/**
 * What arrived, as it arrived, and what was refused of it. `body` stands apart so that it can be destroyed when its
 * retention ends and the record of what was answered stays whole (CORE §8).
 */
class Submissions1700000000001 implements MigrationInterface {
  name = 'Submissions1700000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table submission (
        id uuid primary key,
        organisation text not null,
        client text not null,
        received_at timestamptz not null default now(),
        content_type text not null,
        headers jsonb not null,
        body bytea,
        outcome text not null default 'received',
        accepted int not null default 0,
        duplicates int not null default 0,
        refused int not null default 0
      );
      create index submission_received on submission (organisation, received_at);
      create table refusal (
        submission_id uuid not null references submission,
        index int not null,
        event_id text,
        source text,
        code text not null,
        faults jsonb not null,
        primary key (submission_id, index)
      );
      create index refusal_event on refusal (event_id) where event_id is not null;
      comment on column refusal.index is 'place in the batch; -1 where the whole request was refused'`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table refusal; drop table submission')
  }
}

/** How far each upload of an extract has come, so that the same upload id resumes and never mixes two extracts. */
class Uploads1700000000002 implements MigrationInterface {
  name = 'Uploads1700000000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table upload (
        id text primary key,
        organisation text not null,
        client text not null,
        unit text not null,
        type text not null,
        version int not null,
        as_at timestamptz not null,
        started_at timestamptz not null default now(),
        closed_at timestamptz,
        chunks int,
        rows bigint,
        unreadable bigint,
        digest text
      );
      create table upload_chunk (
        upload text not null references upload,
        chunk int not null,
        digest text not null,
        primary key (upload, chunk)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table upload_chunk; drop table upload')
  }
}

export const INTAKE_MIGRATIONS: readonly Migration[] = [
  Submissions1700000000001,
  Uploads1700000000002,
  Published1700000000100,
  ConsoleReads1700000000110,
]
