import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createPool, type Pool } from '#platform/postgres'
import { testServers } from '#testkit/harness'
import { readToldFacts } from './told-facts.js'

const NAME = `t${randomBytes(5).toString('hex')}`
const TYPES = ['probation.recall.requested', 'prison.prisoner.received']

describe('facts that units in sight were told', () => {
  let admin: Pool
  let db: Pool

  beforeAll(async () => {
    const { databaseUrl } = testServers()
    admin = createPool(databaseUrl, { application: 'test', connectionsMax: 1 })
    await admin.query(`create database ${NAME}`)
    const url = new URL(databaseUrl)
    url.pathname = `/${NAME}`
    db = createPool(url.toString(), { application: 'test', connectionsMax: 1 })
    // what the console reads, without the apps that publish it
    await db.query(`create schema published;
      create table published.unit_copy
        (source text, event_id text, type text, headers jsonb, data bytea, disclosure text, position bigint);
      create table published.unit_disclosure (partition int, position bigint, person text, entry jsonb);
      create table published.register_person_alias (person text, survivor text)`)
    // by source and id, the fact that came last would be the last to be read
    await told(1, '/probation/delius', 'a', TYPES[0]!, '2011-10-04T08:00:00Z')
    await told(2, '/probation/delius', 'b', TYPES[0]!, '2011-10-05T08:00:00Z')
    await told(3, '/prisons/nomis', 'c', TYPES[1]!, '2011-10-03T10:00:00Z')
    await told(4, '/xhibit/z', 'd', TYPES[1]!, '2011-10-07T10:00:00Z')
  }, 30_000)
  afterAll(async () => {
    await db.end()
    await admin.query(`drop database ${NAME} with (force)`)
    await admin.end()
  })

  const told = async (position: number, source: string, id: string, type: string, time: string) => {
    await db.query('insert into published.unit_copy values ($1, $2, $3, $4, $5, $6, $7)', [
      ...[source, id, type, { ce_time: time }, Buffer.from('{}'), `0/${position}`, position],
    ])
    await db.query('insert into published.unit_disclosure values (0, $1, $2, $3)', [
      ...[position, 'p1', { decidedAt: Date.parse(time), purposes: ['know'] }],
    ])
  }
  const idsOf = async (max?: number) => (await readToldFacts(db, TYPES, max)).map(({ eventId }) => eventId)

  it('come in the order in which they happened', async () => {
    expect(await idsOf()).toEqual(['c', 'a', 'b', 'd'])
  })

  it('leave out the oldest where there are too many, so that the end of something is not what is lost', async () => {
    expect(await idsOf(1)).toEqual(['d'])
    expect(await idsOf(3)).toEqual(['a', 'b', 'd'])
  })
})
