import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createDatabase, dropDatabase, testServers } from '#testkit/harness'
import { createPool, type Migration, migrate, type Pool, roleUrl } from './index.js'

const name = `t${randomBytes(5).toString('hex')}`
let url: string
let admin: Pool

/** Each time that it runs leaves a row: its number. */
function counting(number: number): Migration {
  return class implements MigrationInterface {
    name = `Counting170000000000${number}`

    async up(runner: QueryRunner): Promise<void> {
      await runner.query('create table if not exists ran (number int)')
      await runner.query(`insert into ran values (${number})`)
    }

    async down(): Promise<void> {}
  }
}

async function ran(): Promise<number[]> {
  const { rows } = await admin.query<{ number: number }>('select number from register.ran order by number')
  return rows.map(({ number }) => number)
}

beforeAll(async () => {
  const databaseUrl = await createDatabase(testServers().databaseUrl, name)
  url = roleUrl(databaseUrl, 'register')
  admin = createPool(databaseUrl, { application: 'test', connectionsMax: 1 })
})
afterAll(async () => {
  await admin.end()
  await dropDatabase(testServers().databaseUrl, name)
})

describe('a schema', () => {
  it('takes each migration once, whoever else starts at the same moment', async () => {
    await Promise.all([1, 2, 3].map(() => migrate(url, 'register', [counting(1), counting(2)])))
    expect(await ran()).toEqual([1, 2])
  })

  it('takes what a later version adds, and nothing again', async () => {
    await migrate(url, 'register', [counting(1), counting(2), counting(3)])
    await migrate(url, 'register', [counting(1), counting(2), counting(3)])
    expect(await ran()).toEqual([1, 2, 3])
  })

  it('is left alone by a version that is older than it', async () => {
    await migrate(url, 'register', [counting(1)])
    expect(await ran()).toEqual([1, 2, 3])
  })
})
