import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What people decided about a conflict: that it is settled, and whom it leaves apart. */
export class DecidedPeople1700000000102 implements MigrationInterface {
  name = 'DecidedPeople1700000000102'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table identity_conflict add column settled_at timestamptz;
      create table person_apart (
        one text not null, other text not null, source text not null, id text not null, decided_at timestamptz not null,
        primary key (one, other)
      );
      create or replace view published.register_identity_conflict as
        select conflict, between_persons, opened_at, settled_at from identity_conflict;
    `)
  }

  async down(): Promise<void> {}
}
