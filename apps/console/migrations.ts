import type { MigrationInterface, QueryRunner } from 'typeorm'
import type { Migration } from '#platform/postgres'

/** Sessions, by the hash of their ids; and who looked at what, which only grows. */
class Console1700000000001 implements MigrationInterface {
  name = 'Console1700000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table session (
        id_hash text primary key, session jsonb not null, expires_at timestamptz not null
      );
      create index on session (expires_at);
      create table view (
        seq bigint generated always as identity primary key,
        viewed_at timestamptz not null default now(),
        viewer text not null, position text, organisation text not null, units text[] not null,
        through text not null check (through in ('page', 'api')), page text not null,
        kind text not null check (kind in ('person', 'gap', 'message')), subject text not null,
        why text[] not null
      );
      create index on view (kind, subject, viewed_at);
      create index on view (viewer, viewed_at);
      create function only_grows() returns trigger language plpgsql as $$
      begin
        raise exception 'what was looked at is not changed afterwards';
      end $$;
      create trigger view_only_grows before update or delete on view for each row execute function only_grows();
      create trigger view_stays before truncate on view for each statement execute function only_grows();
    `)
  }

  async down(): Promise<void> {}
}

export const CONSOLE_MIGRATIONS: readonly Migration[] = [Console1700000000001]
