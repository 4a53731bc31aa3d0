import type { MigrationInterface, QueryRunner } from 'typeorm'
import { consoleReads, publish } from '#platform/postgres'

/** The console reads that a case is there and how it stands; what it is about, and what it says, only where a unit was told. */
export class ConsoleReads1700000000110 implements MigrationInterface {
  name = 'ConsoleReads1700000000110'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create view gap_standing as
         select case_key as gap_id, rule, gap_open as is_open, coalesce(state->'gap'->>'kind', 'follow-up') as kind,
           announced->>'reason' as reason, announced->>'closing' as closing, ${instant('dueAt')} as due_at,
           ${instant('breachedAt')} as breached_at, ${instant('lastAt')} as told_at, (announced->>'rung')::int as rung,
           (announced->>'revision')::int as revision, coalesce((state->>'requests')::int, 0) as requests,
           coalesce(state->'outstanding', '[]') as outstanding, state->'clocks' as clocks
         from obligation_case where announced is not null;
       create or replace view published.reconciler_obligation_case as
         select case_key, rule, status, gap_open, person, due_at, state, announced, changed_at, fault,
           (announced->>'revision')::int as revision
         from obligation_case;
       create or replace view published.reconciler_extract_row as
         select upload, comparison, row_no, key, state, reason, compared, sha256(convert_to(key, 'UTF8')) as key_digest
         from extract_row;
       create or replace view published.reconciler_outbox as
         select seq, key, headers, headers->>'ce_source' as source, headers->>'ce_id' as event_id from outbox;
      ` +
        publish({
          app: 'reconciler',
          name: 'gap_standing',
          columns: [
            ...['gap_id', 'rule', 'is_open', 'kind', 'reason', 'closing', 'due_at', 'breached_at', 'told_at'],
            ...['rung', 'revision', 'requests', 'outstanding', 'clocks'],
          ],
        }) +
        READ.map(([name, columns]) => consoleReads('reconciler', name, columns)).join(''),
    )
  }

  async down(): Promise<void> {}
}

const READ: readonly (readonly [string, readonly string[]])[] = [
  ['stage_cursor', []],
  ['evidence', ['case_key', 'source', 'event_id', 'role', 'match_key']],
  ['case_evidence', ['case_key', 'source', 'event_id', 'role', 'type', 'occurred_at', 'received_at']],
  ['obligation_case', ['case_key', 'rule', 'status', 'gap_open', 'revision']],
  ['gap', []],
  ['profile_entry', []],
  ['fact_outcome', ['partition', 'message_offset', 'source', 'event_id', 'outcome']],
  ['partition_tick', []],
  ['decided_tick', []],
  ['outbox', ['source', 'event_id']],
  ['extract_upload', ['upload', 'unit', 'type', 'as_at']],
  ['extract_row', ['upload', 'comparison', 'state', 'key_digest']],
  ['coverage', []],
  ['difference', []],
  ['parked_message', ['topic', 'partition', 'message_offset', 'state']],
]

function instant(member: string): string {
  return `to_timestamp((announced->>'${member}')::bigint / 1000.0)`
}
