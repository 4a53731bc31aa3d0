import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { partOf, edgeGround, type EdgeSchema, edgeSchema, StandInHub } from '#testkit/edge'
import { IMMIGRATION } from '../immigration.js'
import { ConsularLists, type ListAnswer } from './consular-lists.js'

const HEADER = 'REFERENCE,NOTICE,SURNAME,FORENAMES,DOB,COUNTRY,OFFENCE,KIND,CONVICTED,RETURNS,HANDLING'
const row = (serial: number, notice: string, returns: string) =>
  `CN/2011/${serial},${notice},Sample,Ivo,,TH,Indecent assault.,SEXUAL,,${returns},3`

describe('consular lists', () => {
  const hub = new StandInHub()
  let schema: EdgeSchema
  let lists: ConsularLists
  const take = (day: number, ...rows: string[]): Promise<ListAnswer> =>
    lists.take(streamed([HEADER, ...rows].join('\n')), `2011-10-0${day}T09:00:00Z`)
  const told = (serial: number) =>
    hub.heard
      .filter(({ subject }) => subject === `consular-ref:CN/2011/${serial}`)
      .map(({ data }) => {
        const { notice, returnDate } = data as { notice: string; returnDate: string }
        return [notice, returnDate]
      })

  beforeAll(async () => {
    schema = await edgeSchema('immigration', IMMIGRATION.migrations)
    lists = partOf(IMMIGRATION.build(edgeGround(schema.pool, hub)).parts, ConsularLists)
  }, 60_000)
  afterAll(() => schema.end())

  it('say again what was taken back in between', async () => {
    expect(await take(1, row(1, 'NEW', '2011-11-01'))).toMatchObject({ taken: 1, known: 0 })
    expect(await take(2, row(1, 'WITHDRAWN', '2011-11-01'))).toMatchObject({ taken: 1, known: 0 })
    expect(await take(3, row(1, 'NEW', '2011-11-01'))).toMatchObject({ taken: 1, known: 0, again: true })
    expect(told(1)).toEqual([
      ['first', '2011-11-01'],
      ['withdrawn', '2011-11-01'],
      ['first', '2011-11-01'],
    ])
  })

  it('of one day say each turn of a date that goes to and fro, and nothing when the list comes again', async () => {
    const rows = ['10', '12', '10'].map((day) => row(2, 'AMEND', `2011-11-${day}`))
    expect(await take(4, ...rows)).toMatchObject({ rows: 3, taken: 3, known: 0 })
    expect(await take(4, ...rows)).toMatchObject({ rows: 3, taken: 3, known: 3, again: true })
    expect(await take(5, ...rows)).toMatchObject({ rows: 3, taken: 3, known: 3, again: true })
    expect(told(2).map(([, day]) => day)).toEqual(['2011-11-10', '2011-11-12', '2011-11-10'])
  })

  it('may repeat in a later list what an earlier one said, and it is known', async () => {
    await take(5, row(3, 'NEW', '2011-11-01'))
    expect(await take(6, row(4, 'NEW', '2011-11-02'), row(3, 'NEW', '2011-11-01'))).toMatchObject({
      ...{ rows: 2, taken: 2, known: 1 },
    })
    expect(told(3)).toHaveLength(1)
  })

  it('of which the hub refused a row have it tried again when it is forwarded anew', async () => {
    hub.refuses = 'soca.consular-notification.forwarded'
    expect(await take(7, row(5, 'NEW', '2011-11-01'))).toMatchObject({ taken: 0, refused: 1 })
    hub.refuses = undefined
    expect(await take(8, row(5, 'NEW', '2011-11-01'))).toMatchObject({ taken: 1, refused: 0 })
    expect(told(5)).toHaveLength(1)
  })

  it('of other columns, or of nothing at all, are taken for no empty ones', async () => {
    for (const text of ['NAME,TOWN\n', ''])
      await expect(lists.take(streamed(text), '2011-10-09T09:00:00Z')).rejects.toMatchObject({
        code: 'HUB_EDGE_REGISTER_COLUMNS',
      })
  })
})

async function* streamed(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
