import type { MigrationInterface, QueryRunner } from 'typeorm'
import { consoleReads, publishByUnit } from '#platform/postgres'

const PLACE = ['topic', 'partition', 'message_offset']

/** The members of an envelope that stand beside it as columns. */
const AS_SAID = `case when envelope is json object then
  (source, id, type, version::text, unit, subject, (extract(epoch from occurred_at) * 1000)::bigint) is not distinct from
    (envelope::jsonb->>'source', envelope::jsonb->>'id', envelope::jsonb->>'type', envelope::jsonb->>'version',
     envelope::jsonb->>'unit', envelope::jsonb->>'subject', (envelope::jsonb->>'occurredAt')::bigint)
  else false end`

/**
 * The console reads that a fact is there, and of people and registers what its laws count by; whom or what a fact is about it
 * reads of the viewer's units alone.
 */
export class ConsoleReads1700000000110 implements MigrationInterface {
  name = 'ConsoleReads1700000000110'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create or replace view published.register_fact as
         select source, id, type, version, unit, subject, occurred_at, received_at, person, is_person, envelope, payload,
           topic, partition, message_offset, ${AS_SAID} as is_as_said, person = subject as is_by_subject
         from fact;
       create or replace view published.register_difference as
         select source, id, comparison, key, uploads, sha256(convert_to(key, 'UTF8')) as key_digest from difference;
      ` +
        publishByUnit({
          app: 'register',
          table: 'fact',
          name: 'fact',
          unit: 'unit',
          columns: ['source', 'id', 'unit', 'subject'],
        }) +
        READ.map(([name, columns]) => consoleReads('register', name, columns)).join(''),
    )
  }

  async down(): Promise<void> {}
}

const READ: readonly (readonly [string, readonly string[]])[] = [
  ['stage_cursor', ['topic', 'partition', 'applied']],
  ['fact_identity', ['source', 'id', ...PLACE]],
  [
    'fact',
    [
      ...['source', 'id', 'type', 'version', 'unit', 'occurred_at', 'received_at', 'person', 'is_person'],
      ...[...PLACE, 'is_as_said', 'is_by_subject'],
    ],
  ],
  ['person', ['person']],
  ['identifier', []],
  ['person_alias', ['person', 'survivor']],
  ['identity_conflict', []],
  ['parked_message', [...PLACE, 'code', 'says', 'state']],
  ['clock', ['mode', 'tick_at', 'round', 'decided_at', 'decided_round', 'decided_facts', 'stopped_code']],
  ['stream_time', []],
  ['receipt', []],
  ['conservation', []],
  ['difference', ['source', 'id', 'comparison', 'key_digest', 'uploads']],
]
