import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { compileRules } from '#core/obligations'
import { loadContracts } from '#platform/contracts'
import { createPool, inTransaction, migrate, type Pool } from '#platform/postgres'
import { anExtract, type ExtractWish } from '#testkit/builders'
import { createDatabase, dropDatabase, testServers } from '#testkit/harness'
import { compareAll } from './compare.js'
import type { JudgingContext } from './judging.js'
import { migrations } from './migrations/index.js'
import { stageExtracts } from './stage-extracts.js'

jest.setTimeout(60_000)

const database = `t${randomBytes(5).toString('hex')}`
const UNITS = { courts: 'courts/b01fa', visor: 'police/central-jigsaw', pnc: 'police/pnc-bureau' }
const TYPES = {
  courts: 'courts.prevention-order.made',
  visor: 'jigsaw.order.recorded',
  pnc: 'pnc.marker.updated',
}
type Side = keyof typeof UNITS
const SEPTEMBER = '2011-09-30T22:59:59Z'
const OCTOBER = '2011-10-31T23:59:59Z'
const NOVEMBER = '2011-11-30T23:59:59Z'

const context = ofOneCourt()
let pool: Pool
let told = 0
let uploads = 0

beforeAll(async () => {
  const url = await createDatabase(testServers().databaseUrl, database)
  await migrate(url, 'reconciler', migrations)
  pool = createPool(url, { application: 'compare', schema: 'reconciler' })
}, 30_000)
afterAll(async () => {
  await pool?.end()
  await dropDatabase(testServers().databaseUrl, database)
})
beforeEach(async () => {
  await pool.query('truncate extract_upload, extract_chunk, extract_row, comparison_run, difference, outbox')
  told = 0
})

/** The contracts as they are, with a single court whose register is compared. */
function ofOneCourt(): JudgingContext {
  const catalogue = loadContracts('contracts')
  const units = new Map([...catalogue.units].filter(([unit]) => Object.values(UNITS).includes(unit)))
  return {
    catalogue: { ...catalogue, units },
    rules: compileRules(catalogue),
    calendar: [...catalogue.calendars.values()][0]!,
    rulesReadingProfiles: new Set<string>(),
  }
}

type Row = Record<string, unknown>
const ORDER = { orderType: 'SOPO', conditions: ['Not to enter any school.'], courtCode: 'B01FA' }
const old = (orderId: string, more: Row = {}): Row => ({ ...ORDER, orderId, madeOn: '2008-05-17', ...more })

/** A register's extract, whose first chunk may come while other contracts are in force; a row with `unreadable` is one that the register wrote wrongly, one without `orderId` names no order. */
async function send(side: Side, asAt: string, rows: readonly Row[], by = context, first = by) {
  const usual = side === 'pnc' ? { action: 'applied', conditionsOnPnc: 'full' } : {}
  const wish: ExtractWish = {
    upload: `${side}-${++uploads}`,
    unit: UNITS[side],
    type: TYPES[side],
    asAt,
    rows: rows.map(({ unreadable, ...data }) => ({
      data: { ...usual, ...data },
      ...(unreadable === true ? { unreadable: 'HUB_DATA_INVALID' } : {}),
    })),
  }
  await inTransaction(pool, async (client) => {
    const messages = anExtract(wish).map(({ key, value }, offset) => ({
      ...{ offset: String(offset), timestamp: String(Date.parse(asAt) + uploads), headers: {} },
      ...{ key: Buffer.from(key), value },
    }))
    const of = { topic: 'extracts', partition: 0 }
    await stageExtracts(client, first, { ...of, messages: messages.slice(0, 1) })
    await stageExtracts(client, by, { ...of, messages: messages.slice(1) })
  })
}

/** The registers as they hold the same. */
async function sendAll(asAt: string, rows: readonly Row[], held: Partial<Record<Side, readonly Row[]>> = {}) {
  for (const side of ['courts', 'visor', 'pnc'] as const) await send(side, asAt, held[side] ?? rows)
}

/** What the comparison says at an instant, and has not said before. */
async function compared(
  at: string,
): Promise<{ differences: string[]; statement: Row | undefined; facts: Row[] }> {
  await inTransaction(pool, (client) => compareAll(client, context, { at: Date.parse(at), round: 0 }))
  const { rows } = await pool.query<{ type: string; data: Row }>(
    `select headers->>'ce_type' as type, convert_from(value, 'UTF8')::jsonb as data from outbox order by seq offset $1`,
    [told],
  )
  told += rows.length
  const differences = rows
    .filter(({ type }) => type.startsWith('hub.difference'))
    .map(({ type, data: { key, kind, side, field, asAt } }) =>
      [type.slice('hub.difference.'.length), key, field ?? kind, side, String(asAt).slice(0, 10)].join(' '),
    )
  return {
    differences: differences.sort(),
    statement: rows.find(({ type }) => type === 'hub.comparison.covered')?.data,
    facts: rows.map(({ data }) => data),
  }
}

describe('registers drawn up at different times', () => {
  it('blame none of them for what it need not have held yet', async () => {
    const made = old('2011-0001', { madeOn: '2011-10-05' })
    await send('pnc', SEPTEMBER, [old('2008-0001')])
    await send('visor', SEPTEMBER, [old('2008-0001')])
    await send('courts', OCTOBER, [old('2008-0001'), made])
    const { differences, statement } = await compared(OCTOBER)
    expect(differences).toEqual([])
    expect(statement).toMatchObject({
      expected: 2,
      checked: 1,
      matched: 1,
      notYetDue: 1,
      asAt: '2011-09-30T22:59:59.000Z',
    })
  })

  it('date a difference by the register that is blamed, and its end by the extract in which it agrees', async () => {
    await send('pnc', SEPTEMBER, [])
    await send('visor', OCTOBER, [old('2008-0001')])
    await send('courts', OCTOBER, [old('2008-0001')])
    expect((await compared(OCTOBER)).differences).toEqual(['found B01FA/2008-0001 absent pnc 2011-09-30'])
    await send('pnc', '2011-11-10T23:59:59Z', [old('2008-0001')])
    expect((await compared(NOVEMBER)).differences).toEqual(['resolved B01FA/2008-0001 absent pnc 2011-11-10'])
  })

  it('tell a difference again that comes back by an extract of the same time, as another', async () => {
    const rows = [old('2008-0001'), old('2008-0002')]
    await sendAll(SEPTEMBER, rows, { pnc: [rows[1]!] })
    const [found] = (await compared(OCTOBER)).facts
    await send('pnc', SEPTEMBER, rows)
    expect((await compared(OCTOBER)).differences).toEqual(['resolved B01FA/2008-0001 absent pnc 2011-09-30'])
    await send('pnc', SEPTEMBER, [rows[1]!])
    const [again] = (await compared(OCTOBER)).facts
    expect([found, again]).toMatchObject([
      { asAt: '2011-09-30T22:59:59.000Z' },
      { asAt: '2011-09-30T22:59:59.001Z' },
    ])
    const { rows: ids } = await pool.query(`select count(distinct headers->>'ce_id') as ids from outbox`)
    expect(ids[0]).toEqual({ ids: 6 })
  })
})

describe('a difference that was found', () => {
  const rows = [old('2008-0001'), old('2008-0002')]
  const lacking = { pnc: [rows[1]!] }

  it.each<[string, Side, Row[]]>([
    ['the side that lacked it cannot be read', 'pnc', [{ ...rows[0]!, unreadable: true }, rows[1]!]],
    ['a side does not cover it any more', 'visor', [{ ...rows[0]!, madeOn: '2003-05-17' }, rows[1]!]],
    ['it ought not to have been there yet', 'courts', [{ ...rows[0]!, madeOn: '2011-10-30' }, rows[1]!]],
  ])('is neither found again nor taken back where %s', async (_what, side, changed) => {
    await sendAll(SEPTEMBER, rows, lacking)
    await compared(SEPTEMBER)
    await sendAll(OCTOBER, rows, { ...lacking, [side]: changed })
    expect((await compared(OCTOBER)).differences).toEqual([])
    await send(side, NOVEMBER, rows)
    await send('pnc', NOVEMBER, rows)
    expect((await compared(NOVEMBER)).differences).toEqual(['resolved B01FA/2008-0001 absent pnc 2011-11-30'])
  })

  it('is not taken back where its row may be one that names no order', async () => {
    const only = [old('2008-0001')]
    await sendAll(SEPTEMBER, [rows[1]!], { courts: [...only, rows[1]!] })
    expect((await compared(SEPTEMBER)).differences).toHaveLength(2)
    await send('courts', OCTOBER, [{ ...only[0]!, orderId: undefined, unreadable: true }, rows[1]!])
    expect(await compared(OCTOBER)).toMatchObject({ differences: [], statement: { unreadable: 1 } })
    await send('courts', NOVEMBER, [rows[1]!])
    expect((await compared(NOVEMBER)).differences).toHaveLength(2)
  })

  it('in what is said is not taken back by a side that says nothing of it, and only by one that agrees', async () => {
    const other = { conditions: ['Not to own a camera.'] }
    await sendAll(SEPTEMBER, rows, { pnc: [{ ...rows[0]!, ...other }, rows[1]!] })
    const { differences, facts } = await compared(SEPTEMBER)
    expect(differences).toEqual(['found B01FA/2008-0001 conditions pnc 2011-09-30'])
    // what it ought to be, not what it is
    expect(facts[0]).toMatchObject({ details: { conditions: ORDER.conditions } })
    await send('pnc', OCTOBER, [{ ...rows[0]!, conditions: undefined }, rows[1]!])
    await send('visor', OCTOBER, [{ ...rows[0]!, unreadable: true }, rows[1]!])
    expect((await compared(OCTOBER)).differences).toEqual([])
    await send('pnc', NOVEMBER, rows)
    expect((await compared(NOVEMBER)).differences).toEqual([
      'resolved B01FA/2008-0001 conditions pnc 2011-11-30',
    ])
  })

  it('is told once and taken back once, however many there are', async () => {
    const many = Array.from({ length: 1_203 }, (_, n) => old(`2008-${1_000 + n}`))
    await sendAll(SEPTEMBER, many, { pnc: [] })
    const first = await compared(SEPTEMBER)
    expect(new Set(first.differences).size).toBe(1_203)
    expect(first.statement).toMatchObject({
      expected: 1_203,
      differing: 1_203,
      differences: { 'absent from pnc': 1_203 },
    })
    await send('courts', OCTOBER, many)
    expect((await compared(OCTOBER)).differences).toEqual([])
    await send('pnc', OCTOBER, many)
    expect(new Set((await compared(OCTOBER)).differences).size).toBe(1_203)
  })
})

describe('a marker that was removed', () => {
  const REMOVED = { action: 'removed', conditionsOnPnc: 'none', conditions: undefined }

  it('counts as absent while its order is in force, by what the others know of its end', async () => {
    const rows = [
      old('2008-0001'),
      old('2008-0002', { endsOn: '2011-09-30' }),
      old('2008-0003', { endsOn: '2011-09-29' }),
    ]
    await sendAll(SEPTEMBER, rows, { pnc: rows.map((row) => ({ ...row, ...REMOVED, endsOn: '2009-01-01' })) })
    const { differences, statement } = await compared(OCTOBER)
    expect(differences).toEqual([
      'found B01FA/2008-0001 absent pnc 2011-09-30',
      'found B01FA/2008-0002 absent pnc 2011-09-30',
    ])
    expect(statement).toMatchObject({ expected: 3, matched: 1, differing: 2 })
  })

  it('does not hide one that stands beside it, and is no order that others ought to hold', async () => {
    const [one, gone] = [old('2008-0001'), old('2008-0002')]
    await sendAll(SEPTEMBER, [one], { pnc: [{ ...one, ...REMOVED }, one, { ...gone, ...REMOVED }] })
    const { differences, statement } = await compared(OCTOBER)
    expect(differences).toEqual([])
    expect(statement).toMatchObject({ expected: 1, matched: 1 })
  })
})

describe('registers that fall silent', () => {
  it('are said to be stale, once, though nothing comes', async () => {
    await sendAll(SEPTEMBER, [old('2008-0001')], { pnc: [] })
    const first = await compared(OCTOBER)
    expect(first.statement).not.toHaveProperty('complaints')
    expect((await compared('2011-11-04T22:59:59Z')).facts).toEqual([])
    const { statement, differences } = await compared('2011-11-04T23:00:00Z')
    expect(differences).toEqual([])
    expect(statement).toEqual({
      ...first.statement,
      complaints: [
        `visor: ${UNITS.visor}'s extract is stale`,
        `courts: ${UNITS.courts}'s extract is stale`,
        `pnc: ${UNITS.pnc}'s extract is stale`,
      ],
    })
    expect((await compared('2011-11-05T23:00:00Z')).facts).toEqual([])
    await send('pnc', NOVEMBER, [old('2008-0001')])
    expect((await compared(NOVEMBER)).statement).toMatchObject({ complaints: { length: 2 } })
  })
})

it('a comparison that is newer than extracts, or than their beginning, does not take what it never read for absent', async () => {
  const rows = Array.from({ length: 60 }, (_, n) => old(`2008-${1_000 + n}`))
  const before = { ...context, catalogue: { ...context.catalogue, comparisons: [] } }
  for (const side of ['courts', 'pnc'] as const) await send(side, SEPTEMBER, rows)
  await send('visor', SEPTEMBER, rows, before)
  expect(await compared(OCTOBER)).toMatchObject({ differences: [], statement: { checked: 0 } })
  await send('visor', OCTOBER, rows)
  await send('pnc', OCTOBER, rows, context, before)
  expect(await compared(OCTOBER)).toMatchObject({ differences: [], statement: { matched: 60 } })
})

it('a tick on which nothing came reads the latest extract of each unit, however many were ever sent', async () => {
  await sendAll(OCTOBER, [old('2008-0001')])
  await pool.query(
    `insert into extract_upload (upload, unit, type, version, as_at, received_at, closed, row_count, unreadable)
     select unit || n, unit, type, 1, as_at - n * interval '1 hour', received_at, true, 0, 0
     from extract_upload cross join generate_series(1, 2000) as n`,
  )
  await pool.query('analyze extract_upload')
  await compared(OCTOBER)
  const { read } = await inTransaction(pool, async (client) => {
    await compareAll(client, context, { at: Date.parse(OCTOBER), round: 1 })
    const counts = `select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables where relname = 'extract_upload'`
    return (await client.query<{ read: number }>(counts)).rows[0]!
  })
  // PostgreSQL sorts by as_at and received_at in groups of 32 at the least.
  expect([read > 0, read < 300]).toEqual([true, true])
})

it('an upload whose chunks are many is closed by a digest that was never held whole', async () => {
  const many = Array.from({ length: 2_100 }, (_, n) => old(`2008-${1_000 + n}`))
  await send('pnc', SEPTEMBER, many)
  const { rows } = await pool.query('select closed, complaint, row_count from extract_upload')
  expect(rows).toEqual([{ closed: true, complaint: null, row_count: 2_100 }])
})
