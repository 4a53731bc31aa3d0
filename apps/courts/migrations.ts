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

/** What came for the courts and their heads: kept with the cursor, so that nobody has to be told of it in the same breath. */
class OfficePost1700000000002 implements MigrationInterface {
  name = 'OfficePost1700000000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table office_post (
        position bigint generated always as identity primary key,
        unit text not null,
        type text not null,
        subject text not null,
        data jsonb
      );
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table office_post;')
  }
}

export const COURTS_MIGRATIONS: readonly Migration[] = [NativeMessages1700000000001, OfficePost1700000000002]
