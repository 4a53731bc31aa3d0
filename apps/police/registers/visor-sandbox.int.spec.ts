import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type AgencyParts, SandboxTurn } from '#platform/edge'
import { edgeGround, type EdgeSchema, edgeSchema, StandInHub } from '#testkit/edge'
import { POLICE } from '../police.js'
import { VISOR_COLUMNS } from './visor-row.js'
import { visorSandbox } from './visor-sandbox.js'

const ROW: Readonly<Record<string, string>> = {
  ...{ VISOR_REF: 'V04-000042', SURNAME: 'Sample', FORENAMES: 'Alpha', FORCE: 'police', COURT_OU: 'B01FA' },
  ...{ ORDER_TYPE: 'SEXUAL OFFENCES PREVENTION ORDER', DATE_MADE: '03-Oct-2011', DATE_ENDS: '03-Oct-2016' },
  PROHIBITIONS: 'Not to enter. | Not to travel.',
}

describe('ViSOR’s sandbox', () => {
  const hub = new StandInHub()
  let schema: EdgeSchema
  let edge: AgencyParts
  const record = (orderId: string, separator = '\n', changes: Readonly<Record<string, string>> = {}) => {
    const row: Readonly<Record<string, string>> = { ...ROW, COURT_ORDER_REF: orderId, ...changes }
    const lines = [VISOR_COLUMNS.join(','), VISOR_COLUMNS.map((name) => row[name] ?? '').join(',')]
    return edge.messages.accept('visor-orders 2011-10-04', Buffer.from(lines.join(separator)))
  }
  const turn = (day: string) =>
    (edge.parts.find((part) => part instanceof SandboxTurn) as SandboxTurn).take(`${day}T18:00:00Z`)
  const told = (orderId: string) =>
    hub.heard
      .filter(({ data }) => (data as { orderId: string }).orderId === orderId)
      .map(({ time, data }) => {
        const { conditions, endsOn } = data as { conditions: string[]; endsOn?: string }
        return [time, conditions.length, endsOn]
      })

  beforeAll(async () => {
    schema = await edgeSchema('police', POLICE.migrations)
    edge = POLICE.build(edgeGround(schema.pool, hub))
  }, 60_000)
  afterAll(() => schema.end())

  it('confirms what it holds, once, and as of the day on which it was recorded', async () => {
    await record('2011-0001')
    await record('2011-0001', '\r\n')
    expect(told('2011-0001')).toEqual([['2011-10-03T23:00:00.000Z', 2, '2016-10-03']])
  })

  it('refuses rows and post of other columns and what it cannot read with its line, and keeps them', async () => {
    for (const format of ['visor-orders 2011-10-04', 'soru-post']) {
      const refusedAs = async (text: string) => {
        const { state, faults } = await edge.messages.accept(format, Buffer.from(text))
        return [state, faults?.map(({ at }) => at)]
      }
      expect(await refusedAs('NAME,TOWN\n')).toEqual(['refused', ['/line 1']])
      const named = [...VISOR_COLUMNS, 'COURT', 'ORDER NO', 'KIND', 'COMPLETE'].join(',')
      const empty = ','.repeat(VISOR_COLUMNS.length + 3)
      expect(await refusedAs(`${named}\n\n${empty}\n`)).toEqual(['refused', ['/line 3']])
      expect(await refusedAs(`${named}\n${`${empty}\n`.repeat(2_001)}`)).toEqual(['refused', [undefined]])
    }
    const { rows } = await schema.pool.query<{ kept: number }>(
      `select count(*)::int as kept from native_message where state = 'refused'`,
    )
    expect(rows[0]!.kept).toBeGreaterThanOrEqual(6)
  })

  it('tells of an order that is put right on the day on which it was recorded', async () => {
    await record('2011-0006')
    await record('2011-0006', '\n', { DATE_ENDS: '03-Oct-2021' })
    expect(told('2011-0006').map(([, , endsOn]) => endsOn)).toEqual(['2016-10-03', '2021-10-03'])
  })

  it('loses, rejects, half applies and holds back what it is told to', async () => {
    const about = (orderId: string) => `B01FA/${orderId} V04-000042`
    await visorSandbox(schema.pool).misbehave([
      { about: about('2011-0002'), does: 'lose' },
      { about: about('2011-0003'), does: 'reject' },
      { about: about('2011-0004'), does: 'apply-wrongly' },
      { about: about('2011-0005'), does: 'delay', days: 3 },
    ])
    for (const orderId of ['2011-0002', '2011-0003', '2011-0004', '2011-0005']) await record(orderId)
    expect(['2011-0002', '2011-0003', '2011-0005'].flatMap(told)).toEqual([])
    expect(told('2011-0004')).toEqual([['2011-10-03T23:00:00.000Z', 1, undefined]])
    expect(await turn('2011-10-06')).toEqual({ said: 0 })
    expect(await turn('2011-10-07')).toEqual({ said: 1 })
    expect(told('2011-0005')).toEqual([['2011-10-06T23:00:00.000Z', 2, '2016-10-03']])
  })
})
