import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { DATABASE_ROLES } from '#platform/config'
import { inUnits, type Pool, prepareDatabase } from '#platform/postgres'
import {
  announcementsBroken,
  countToldGaps,
  evidenceOfCase,
  gapsTold,
  knownToUnits,
  lawsBroken,
  LAWS,
  personsOfGaps,
  readCaseStanding,
  readGaps,
  readInbox,
  readMessageLife,
  readPayloads,
  readPerson,
  readStageProgress,
  readStreamTime,
  readToldFacts,
  readToldGaps,
  readToldLife,
  readToldOfGap,
  readTotals,
  sidesCompared,
  sidesOfDifference,
  stageCounts,
  whyTold,
} from '#platform/published'
import { CONSOLE_READS } from './console-reads.js'
import { type Doors, MIGRATED, openDoors } from './database.js'
import { ofTwoMessages } from './two-messages.chapter.js'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
  await doors.admin.query(`
    insert into register.clock (mode, tick_at, linked_partitions) values ('simulated', '2011-10-03', 12);
    insert into delivery.copy (organisation, position, recipient, source, event_id, occasion, type, disclosure, headers, data)
      select 'ones', n, 'ones/' || unit, '/s', unit || n, 'published', 't', '0/' || n, '{}', 'secret'
      from generate_series(1, 2) n, (values ('a'), ('b')) u(unit) where (n, unit) in ((1, 'a'), (2, 'b'));
    insert into delivery.webhook (receiver, organisation, url, state, fed_position) values ('ones', 'ones', '', 'active', 2);
    insert into exchange.disclosure (partition, position, entry)
      select 0, n, jsonb_build_object('offset', n, 'eventId', 'e', 'source', '/s', 'person', 'p', 'outcome', 'shared', 'unit', 'ones/' || unit)
      from (values (1, 'a'), (2, 'b')) u(n, unit);
    insert into register.fact (source, id, type, version, unit, subject, occurred_at, received_at, person, is_person, envelope,
        payload, topic, partition, message_offset)
      select '/s', unit, 't', 1, 'ones/' || unit, 'secret', '2011-10-03', '2011-10-03', 'p', false, '{}', 'secret', 'ones', 1, n
      from (values (1, 'a'), (2, 'b')) u(n, unit);`)
}, 120_000)
afterAll(() => doors.close())

const everyRole = [...DATABASE_ROLES.apps, ...DATABASE_ROLES.readers]
const DENIED = { code: '42501' }

async function tablesOf(schema: string): Promise<string[]> {
  const { rows } = await doors.admin.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname = $1
     union select quote_ident(schemaname) || '.' || quote_ident(viewname) from pg_views where schemaname = $1 order by 1`,
    [schema],
  )
  return rows.map(({ name }) => name)
}

describe.each(everyRole)('the role %s', (role) => {
  it('is refused every table of every other app, to read and to write', async () => {
    const { rows } = await doors.admin.query<{ count: number; open: string[] }>(
      `select count(*) as count, array_remove(array_agg(case when has_schema_privilege($2, n.oid, 'usage, create')
           or has_table_privilege($2, c.oid, 'select, insert, update, delete, truncate') then c.oid::regclass::text end), null) as open
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any($1) and n.nspname <> $2 and c.relkind in ('r', 'p', 'v')`,
      [MIGRATED, role],
    )
    expect(rows[0]!.count).toBeGreaterThan(30)
    expect(rows[0]!.open).toEqual([])
    for (const other of MIGRATED.filter((app) => app !== role)) {
      const table = (await tablesOf(other))[0]!
      await expect(doors.as(role).query(`select 1 from ${table}`)).rejects.toMatchObject(DENIED)
      await expect(doors.as(role).query(`delete from ${table}`)).rejects.toMatchObject(DENIED)
    }
  }, 30_000)

  it('makes no schema, and nothing in the public one', async () => {
    await expect(doors.as(role).query('create schema mine')).rejects.toMatchObject(DENIED)
    await expect(doors.as(role).query('create table public.mine ()')).rejects.toMatchObject(DENIED)
    await expect(doors.as(role).query('create temporary table mine ()')).rejects.toMatchObject(DENIED)
  })

  it('becomes nobody else', async () => {
    const others = [...everyRole, ...DATABASE_ROLES.byUnit.map((app) => `${app}_by_unit`)].filter(
      (other) => other !== role && other !== `${role}_by_unit`,
    )
    for (const other of others)
      await expect(doors.as(role).query(`set role "${other}"`)).rejects.toMatchObject(DENIED)
  })

  it('reads of what others publish what was given to it, and no more', async () => {
    const given: Record<string, string[]> = {
      intake: ['register_receipt', 'register_stream_time'],
      delivery: ['register_clock', 'register_stream_time'],
      console: Object.keys(CONSOLE_READS).map((view) => view.replace('published.', '')),
    }
    const views = await tablesOf('published')
    const readable: string[] = []
    for (const view of views) {
      const name = view.replace('published.', '')
      if (name.startsWith(`${role}_`)) continue
      await doors
        .as(role)
        .query(`select from ${view} limit 1`)
        .then(
          () => readable.push(name),
          (error: unknown) => expect(error).toMatchObject(DENIED),
        )
    }
    const all = views.map((view) => view.replace('published.', ''))
    expect(readable).toEqual(role === 'operator' ? all : (given[role] ?? []))
  }, 30_000)
})

it('what an earlier version made as the administrator becomes its app’s own', async () => {
  await doors.admin.query(`
    create table register.old (n int generated always as identity, m serial, at timestamptz) partition by range (at);
    create table register.old_part partition of register.old default;
    create view register.old_view as select n from register.old;
    create sequence register.old_sequence;
    create function register.old_function() returns int language sql as 'select 1';`)
  const client = await doors.admin.connect()
  try {
    await prepareDatabase(client, DATABASE_ROLES)
  } finally {
    client.release()
  }
  const { rows } = await doors.admin.query<{ owners: string[] }>(
    `select array_agg(distinct pg_get_userbyid(owner)::text) as owners from (
       select relowner as owner from pg_class where relnamespace = 'register'::regnamespace
       union select proowner from pg_proc where pronamespace = 'register'::regnamespace) o`,
  )
  expect(rows[0]!.owners).toEqual(['register'])
  await doors.as('register').query('drop table register.old cascade; drop sequence register.old_sequence')
}, 30_000)

describe('what is published', () => {
  const window = { fromAt: null, toAt: null }

  it.each(['console', 'operator'])('answers every reading that the pages need to the %s', async (role) => {
    const db: Pool = doors.as(role)
    await expect(readStreamTime(db)).resolves.toMatchObject({ mode: 'simulated' })
    await stageCounts(db, window)
    await lawsBroken(db, LAWS, window)
    await announcementsBroken(db)
    await evidenceOfCase(db, 'nothing')
    await knownToUnits(db, [])
    await sidesOfDifference(db, { source: '/nobody', eventId: 'nothing' })
    await readCaseStanding(db, 'nothing')
    await readToldFacts(db, [])
    await readToldOfGap(db, 'nothing')
    await personsOfGaps(db, ['nothing'])
    await gapsTold(db, ['nothing'])
    await whyTold(db, [])
    for (const whose of ['all', 'told'] as const) {
      await readToldLife(db, whose, 'nothing')
      await readToldGaps(db, whose, { limit: 1 })
      await countToldGaps(db, whose)
    }
  })

  it('lets the console find what breaks a law about contents, without reading them', async () => {
    const [found, known] = await Promise.all(
      ['console', 'operator'].map((role) => lawsBroken(doors.as(role), LAWS, window)),
    )
    expect(found!.map(({ law }) => law)).toEqual(
      expect.arrayContaining(['fact-altered', 'copy-headers-altered', 'webhook-copy-forgotten']),
    )
    expect(found).toEqual(known)
  })

  it('answers every reading of the operator', async () => {
    const db = doors.as('operator')
    await readGaps(db, { limit: 1 })
    await readMessageLife(db, 'nothing')
    await readStageProgress(db)
    await expect(readTotals(db)).resolves.toMatchObject({ copies: 2 })
  })

  it('lets the console read what its pages need, column by column, and nothing else', async () => {
    const { rows } = await doors.admin.query<{ relation: string; columns: string[] }>(
      `select n.nspname || '.' || c.relname as relation, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where n.nspname <> all ('{pg_catalog, information_schema, pg_toast, console}') and c.relkind in ('r', 'p', 'v', 'm', 'f')
         and has_column_privilege('console', c.oid, a.attnum, 'select') group by 1 order by 1`,
    )
    expect(Object.fromEntries(rows.map(({ relation, columns }) => [relation, columns.join(' ')]))).toEqual(
      CONSOLE_READS,
    )
  })

  it('gives the operator alone what is in a message, a register or a profile', async () => {
    const db = doors.as('operator')
    await readPayloads(db, 'nothing')
    await sidesCompared(db, { source: '/nobody', eventId: 'nothing' })
    await readPerson(db, 'nobody')
    const contents = [
      ['register_fact', 'payload'],
      ['register_identifier', 'value'],
      ['register_parked_message', 'value'],
      ['reconciler_evidence', 'row'],
      ['reconciler_extract_row', 'compared'],
      ['reconciler_profile_entry', 'entry'],
      ['delivery_copy', 'data'],
      // what a thing is about: subjects, keys of registers, conditions of a case, rows of the ledger
      ['register_fact', 'subject'],
      ['register_fact', 'envelope'],
      ['register_difference', 'key'],
      ['register_person', 'date_of_birth'],
      ['register_parked_message', 'headers'],
      ['reconciler_gap', 'announced'],
      ['reconciler_obligation_case', 'state'],
      ['reconciler_extract_row', 'key'],
      ['reconciler_outbox', 'headers'],
      ['exchange_disclosure', 'entry'],
      ['delivery_copy', 'headers'],
      ['delivery_webhook_work', 'lane'],
    ]
    for (const [view, column] of contents) {
      const read = `select ${column} from published.${view} limit 1`
      await expect(doors.as('operator').query(read)).resolves.toBeDefined()
      await expect(doors.as('console').query(read)).rejects.toMatchObject(DENIED)
    }
  })

  it('is written by nobody who reads it, but for the hour that the operator may set', async () => {
    const move = `update published.register_clock set target_at = '2011-10-04'`
    await expect(doors.as('operator').query(move)).resolves.toMatchObject({ rowCount: 1 })
    await expect(doors.as('console').query(move)).rejects.toMatchObject(DENIED)
    for (const role of ['console', 'operator'])
      for (const statement of [
        `update published.register_clock set tick_at = '2012-01-01'`,
        `delete from published.register_fact`,
        `update published.delivery_copy_state set state = 'acknowledged'`,
        `insert into published.exchange_disclosure (partition, position, entry) values (0, 9, '{}')`,
      ])
        await expect(doors.as(role).query(statement)).rejects.toMatchObject(DENIED)
  })

  it('shows the console where a copy is', async () => {
    const db = doors.as('console')
    await expect(db.query('select position, state from published.delivery_copy')).resolves.toMatchObject({
      rowCount: 2,
    })
    await expect(readInbox(doors.as('operator'), 'ones', { latest: true, limit: 9 })).resolves.toHaveLength(2)
  })
})

ofTwoMessages(() => doors)

describe.each([
  ['unit_copy', 'recipient'],
  ['unit_disclosure', 'unit'],
  ['unit_fact', 'unit'],
])('published.%s', (view, column) => {
  const seenBy = async (db: Pool, units: string[] | undefined): Promise<unknown[]> => {
    const sql = `select ${column} as unit from published.${view} order by 1`
    const { rows } =
      units === undefined
        ? await db.query<{ unit: string }>(sql)
        : await inUnits(db, units, (client) => client.query<{ unit: string }>(sql))
    return rows.map(({ unit }) => unit)
  }

  it.each(['console', 'operator', 'administrator'])(
    'shows the %s the rows of the units named, and no others',
    async (role) => {
      const db = role === 'administrator' ? doors.admin : doors.as(role)
      expect(await seenBy(db, undefined)).toEqual([])
      expect(await seenBy(db, [])).toEqual([])
      expect(await seenBy(db, ['ones/a'])).toEqual(['ones/a'])
      expect(await seenBy(db, ['ones/b', 'ones/d'])).toEqual(['ones/b'])
      expect(await seenBy(db, ['ones/%'])).toEqual([])
    },
  )

  it('is closed to every other role, whatever unit it names', async () => {
    for (const role of everyRole.filter((each) => !['console', 'operator'].includes(each)))
      await expect(seenBy(doors.as(role), ['ones/a'])).rejects.toMatchObject(DENIED)
  })
})
