import type { MigrationInterface, QueryRunner } from 'typeorm'
import { EDGE_MIGRATIONS } from '#platform/edge'
import type { Migration } from '#platform/postgres'

/** The Sex Offenders Registration Unit's own book of orders, and its post tray. */
class Desk1700000000003 implements MigrationInterface {
  name = 'Desk1700000000003'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table desk_case (
        court_code text not null,
        order_id text not null,
        written_as text not null,
        known jsonb not null default '{}',
        paper jsonb,
        announced boolean not null default false,
        gap_open boolean not null default false,
        ended boolean not null default false,
        requests integer not null default 0,
        requested_on date,
        todo text check (todo in ('apply', 'remove')),
        attempts integer not null default 0,
        transaction text,
        primary key (court_code, order_id)
      );
      create table desk_post (
        id text primary key,
        position bigint generated always as identity,
        content jsonb not null,
        opened boolean not null default false
      );
      create index desk_post_unopened on desk_post (position) where not opened;
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table desk_post, desk_case;')
  }
}

export const POLICE_MIGRATIONS: readonly Migration[] = [...EDGE_MIGRATIONS, Desk1700000000003]
