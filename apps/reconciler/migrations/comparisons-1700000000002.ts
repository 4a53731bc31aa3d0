import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Extracts as they are staged, what comparisons found in them, and the statement of what was covered. */
export class Comparisons1700000000002 implements MigrationInterface {
  name = 'Comparisons1700000000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table extract_upload (
        upload text primary key, unit text not null, type text not null, version int not null, as_at timestamptz not null,
        chunks int, row_count bigint, unreadable bigint, digest text,
        closed boolean not null default false, complaint text, received_at timestamptz not null
      );
      create index on extract_upload (type, unit, as_at) where closed;
      create table extract_chunk (
        upload text not null, chunk int not null, row_count int not null, unreadable int not null, row_digests text[] not null,
        primary key (upload, chunk)
      );
      create table extract_row (
        upload text not null, comparison text not null, row_no bigint not null, key text,
        state text not null check (state in ('readable', 'unreadable', 'not-covered')), reason text,
        compared jsonb not null, details jsonb not null, person jsonb, not_yet_due_until timestamptz,
        primary key (comparison, upload, row_no)
      );
      create index on extract_row (comparison, upload, key);
      create table comparison_run (
        comparison text not null, run bigint generated always as identity, as_at timestamptz not null,
        uploads text[] not null, decided_at timestamptz not null, statement jsonb not null,
        primary key (comparison, run)
      );
      create table difference (
        comparison text not null, key text not null, kind text not null, side text not null, field text not null,
        first_as_at timestamptz not null, is_open boolean not null,
        primary key (comparison, key, kind, side, field)
      );
      create view coverage as
        select distinct on (comparison) comparison, as_at, decided_at, statement from comparison_run
        order by comparison, run desc;
    `)
  }

  async down(): Promise<void> {}
}
