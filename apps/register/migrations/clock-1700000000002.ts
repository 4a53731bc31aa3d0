import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Stream time: the last tick, what the reconciler decided at it, and where a simulation wants the clock. */
export class Clock1700000000002 implements MigrationInterface {
  name = 'Clock1700000000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table clock (
        singleton boolean primary key default true check (singleton),
        mode text not null check (mode in ('wall', 'simulated')),
        tick_at timestamptz, round int not null default 0,
        tick_offsets jsonb not null default '{}',
        decided_at timestamptz, decided_round int not null default 0, decided_facts int not null default 0,
        target_at timestamptz, stopped_code text,
        linked_partitions int not null
      );
      create view stream_time as select tick_at as at, mode from clock;
      create view receipt as
        select o.source, o.id, o.outcome, o.code, o.says, o.decided_at, i.content_hash, o.topic, o.partition, o.message_offset
        from outcome o left join fact_identity i using (source, id);
      create view conservation as
        select c.topic, c.partition, c.applied as received,
          (select count(*) from outcome o where o.topic = c.topic and o.partition = c.partition) as outcomes,
          (select count(*) from outcome o where o.topic = c.topic and o.partition = c.partition and o.outcome = 'linked') as linked,
          (select count(*) from outcome o where o.topic = c.topic and o.partition = c.partition and o.outcome = 'duplicate') as duplicate,
          (select count(*) from outcome o where o.topic = c.topic and o.partition = c.partition and o.outcome = 'refused') as refused,
          (select count(*) from outcome o where o.topic = c.topic and o.partition = c.partition and o.outcome = 'parked') as parked
        from stage_cursor c;
    `)
  }

  async down(): Promise<void> {}
}
