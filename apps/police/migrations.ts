import type { MigrationInterface, QueryRunner } from 'typeorm'
import { INBOX_CURSOR_TABLE, NATIVE_MESSAGE_TABLE } from '#platform/edge'
import type { Migration } from '#platform/postgres'

class NativeMessages1700000000001 implements MigrationInterface {
  name = 'NativeMessages1700000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NATIVE_MESSAGE_TABLE + INBOX_CURSOR_TABLE)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table inbox_cursor; drop table native_message;')
  }
}

/** Sandboxes of registers that cannot be reached from here, and nothing more: the real PNC and ViSOR are elsewhere. */
class Sandboxes1700000000002 implements MigrationInterface {
  name = 'Sandboxes1700000000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sandbox_pnc_marker (
        court_code text not null,
        order_id text not null,
        state text not null check (state in ('applied', 'amended', 'removed')),
        held text not null check (held in ('full', 'partial', 'none')),
        data jsonb not null,
        primary key (court_code, order_id)
      );
      create table sandbox_pnc_transaction (
        reference text primary key,
        court_code text not null,
        order_id text not null,
        answer text not null check (answer in ('applied', 'rejected', 'lost', 'delayed')),
        due_on date,
        content jsonb not null
      );
      create index sandbox_pnc_delayed on sandbox_pnc_transaction (due_on) where answer = 'delayed';
      create table sandbox_misdeed (
        position bigint generated always as identity primary key,
        court_code text not null,
        order_id text not null,
        does text not null check (does in ('lose', 'reject', 'apply-wrongly', 'delay')),
        days integer,
        used_by text
      );
      create index sandbox_misdeed_waiting on sandbox_misdeed (court_code, order_id) where used_by is null;
      create table sandbox_visor_order (
        visor_ref text not null,
        court_code text not null,
        order_id text not null,
        data jsonb not null,
        primary key (court_code, order_id, visor_ref)
      );
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table sandbox_visor_order, sandbox_misdeed, sandbox_pnc_transaction, sandbox_pnc_marker;',
    )
  }
}

/** The Sex Offenders Registration Unit's own book of orders, its post tray, and what it has still to publish. */
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
      create table outgoing (
        position bigint generated always as identity primary key,
        id text not null unique,
        event jsonb not null,
        state text not null default 'waiting' check (state in ('waiting', 'published', 'refused')),
        faults jsonb
      );
      create index outgoing_waiting on outgoing (position) where state = 'waiting';
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outgoing, desk_post, desk_case;')
  }
}

export const POLICE_MIGRATIONS: readonly Migration[] = [
  NativeMessages1700000000001,
  Sandboxes1700000000002,
  Desk1700000000003,
]
