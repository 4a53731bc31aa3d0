import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Who is called, and what each is still owed. A lane is one person's copies for one receiver, in order: only its first is ever
 * sent. Lanes and work exist while something is owed, so what is looked at is what is due and not what was ever delivered.
 */
export class Webhooks1700000000101 implements MigrationInterface {
  name = 'Webhooks1700000000101'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhook (
        receiver text primary key, organisation text not null, unit text, url text not null,
        state text not null check (state in ('unproved', 'active', 'parked', 'disabled')), code text,
        fed_position bigint not null default 0,
        failing_lanes int not null default 0, probes int not null default 0,
        failing_since timestamptz, paused_until timestamptz
      );
      create table webhook_secret (
        receiver text not null references webhook on delete cascade, salt bytea not null,
        made_at timestamptz not null default now(), ends_at timestamptz,
        primary key (receiver, salt)
      );
      create table webhook_lane (
        receiver text not null references webhook on delete cascade, lane text not null,
        state text not null check (state in ('due', 'parked')), due_at timestamptz not null,
        attempts int not null default 0, failing_since timestamptz, code text,
        lease uuid, leased_until timestamptz,
        primary key (receiver, lane)
      );
      create index webhook_lane_due on webhook_lane (receiver, due_at) where state = 'due';
      create table webhook_work (
        receiver text not null references webhook on delete cascade, lane text not null, position bigint not null,
        primary key (receiver, lane, position)
      );
      create table webhook_attempt (
        id bigint generated always as identity primary key,
        receiver text not null, webhook_id text not null, position bigint, attempt int not null,
        attempted_at timestamptz not null, code text, status int, took_ms int not null
      );
      create index webhook_attempt_of_receiver on webhook_attempt (receiver, id);
      create view webhook_state as
        select w.receiver, w.organisation, w.unit, w.state, w.code, w.fed_position, w.failing_since, w.paused_until,
          (select count(*) from webhook_work k where k.receiver = w.receiver) as waiting,
          (select count(*) from webhook_lane l where l.receiver = w.receiver and l.attempts > 0) as failing_lanes,
          (select count(*) from webhook_lane l where l.receiver = w.receiver and l.state = 'parked') as parked_lanes
        from webhook w`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop view webhook_state; drop table webhook_attempt, webhook_work, webhook_lane, webhook_secret, webhook',
    )
  }
}
