import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import { LINKED_PARTITIONS, type Tick } from '#core/messages'
import { compileRules } from '#core/obligations'
import { createPool, inTransaction, migrate, type Pool } from '#platform/postgres'
import { loadContracts } from '#platform/contracts'
import { createDatabase, testServers } from '#testkit/harness'
import { type AtTick, Decider } from './decider.js'
import { migrations } from './migrations/index.js'
import { noteTicks, readTicks } from './reconciler-store.js'

jest.setTimeout(60_000)

const TICK: Tick = { at: Date.UTC(2011, 9, 13, 8), round: 0 }
const name = `t${randomBytes(5).toString('hex')}`
let admin: Pool
let pool: Pool

beforeAll(async () => {
  const { databaseUrl } = testServers()
  admin = createPool(databaseUrl, { application: 'test', connectionsMax: 1 })
  const url = await createDatabase(databaseUrl, name)
  await migrate(url, 'reconciler', migrations)
  pool = createPool(url, { application: 'deciders', schema: 'reconciler' })
  await inTransaction(pool, async (_client, writes) => {
    noteTicks(writes, new Map(Array.from({ length: LINKED_PARTITIONS }, (_, partition) => [partition, TICK])))
  })
}, 30_000)
afterAll(async () => {
  await pool?.end()
  await admin.query(`drop database ${name} with (force)`)
  await admin.end()
})

// Read once and first: a frozen transaction has five seconds, and reading contracts may take as long.
const catalogue = loadContracts('contracts')
const context = {
  catalogue,
  rules: compileRules(catalogue),
  calendar: [...catalogue.calendars.values()][0]!,
  rulesReadingProfiles: new Set<string>(),
}

function decider(atTick: AtTick): Decider {
  return new Decider(pool, context, atTick, () => undefined)
}

it('a reconciler that freezes while it decides holds a tick up only until PostgreSQL ends its transaction', async () => {
  let wake = (): void => undefined
  let frozen = (_pid: number): void => undefined
  const freezes = new Promise<number>((resolve) => (frozen = resolve))
  const thawing = new Promise<void>((resolve) => (wake = resolve))
  const first = decider(async (client) => {
    frozen((await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!.pid)
    await thawing
    return 0
  }).decide()
  const pid = await freezes

  let limits: object | undefined
  const second = decider(async (client) => {
    const { rows } = await client.query<object>(
      `select current_setting('statement_timeout') as statement, current_setting('transaction_timeout') as whole`,
    )
    limits = rows[0]
    return 0
  })
  await second.decide()
  expect((await readTicks(pool, LINKED_PARTITIONS)).decided).toBeNull()

  // as its session's limit on idle transactions would, five seconds later
  await admin.query('select pg_terminate_backend($1, 5000)', [pid])
  await second.decide()
  expect((await readTicks(pool, LINKED_PARTITIONS)).decided).toEqual(TICK)
  // a comparison of large registers may take longer than any other work
  expect(limits).toEqual({ statement: '0', whole: '0' })

  wake()
  await expect(first).rejects.toThrow(/connection/i)
  const { rows } = await pool.query(
    `select count(*) as told from outbox where headers->>'ce_type' = 'hub.tick.decided'`,
  )
  expect(rows[0]).toEqual({ told: 1 })
})
