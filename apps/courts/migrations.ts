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

export const COURTS_MIGRATIONS: readonly Migration[] = [NativeMessages1700000000001]
