import type { MigrationInterface, QueryRunner } from 'typeorm'
import type { Migration } from '#platform/postgres'
import { INBOX_CURSOR_TABLE } from './inbox-cursor.js'
import { NATIVE_MESSAGE_TABLE } from './native-messages.js'
import { OUTGOING_TABLE } from './outgoing.js'
import { POST_RECEIPTS, POST_TABLE } from './post-room.js'
import { SANDBOX_TABLES } from './sandbox/sandbox-tables.js'

/** What every edge keeps: native messages, how far it has read its inbox, what came, what is still to be said. */
class EdgeTables1700000000001 implements MigrationInterface {
  name = 'EdgeTables1700000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NATIVE_MESSAGE_TABLE + INBOX_CURSOR_TABLE + POST_TABLE + OUTGOING_TABLE)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outgoing, post, inbox_cursor, native_message;')
  }
}

/** Sandboxes of registers that cannot be reached from here, and nothing more: the real ones are elsewhere. */
class SandboxTables1700000000002 implements MigrationInterface {
  name = 'SandboxTables1700000000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SANDBOX_TABLES)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sandbox_misdeed, sandbox_transaction, sandbox_entry;')
  }
}

/** What the post room has yet to acknowledge. */
class PostReceipts1700000000009 implements MigrationInterface {
  name = 'PostReceipts1700000000009'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(POST_RECEIPTS)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index post_unacknowledged; alter table post drop column receipt;')
  }
}

/** What every edge's schema has; an agency's own migrations stand beside them, in the order of their numbers. */
export const EDGE_MIGRATIONS: readonly Migration[] = [
  EdgeTables1700000000001,
  SandboxTables1700000000002,
  PostReceipts1700000000009,
]
