import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Who could not be told what for want of an agreement, and whether that has been said. */
export class AgreementLacks1700000000002 implements MigrationInterface {
  name = 'AgreementLacks1700000000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agreement_lack (
        giver text not null, receiver text not null, event text not null, agreement text not null,
        since timestamptz not null, told boolean not null default false, restored boolean not null default false,
        primary key (giver, receiver, event)
      );
      create index on agreement_lack (giver) where not told or not restored;
    `)
  }

  async down(): Promise<void> {}
}
