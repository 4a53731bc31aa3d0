import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type AgencyParts, SandboxRegister, SandboxTurn } from '#platform/edge'
import type { HttpRequest } from '#platform/http'
import { edgeGround, type EdgeSchema, edgeSchema, partOf, StandInHub } from '#testkit/edge'
import { CourtsController } from '../courts.controller.js'
import { COURTS } from '../courts.js'
import { anOrder, hearingWith, utf8 } from '../translated.fixture.js'
import { CourtRegisters } from './court-register.js'

const orders = Array.from({ length: 12 }, (_, position) => anOrder('common-platform', position)).filter(
  ({ conditions }) => conditions.length > 1,
)

describe('the courts’ register of orders', () => {
  const hub = new StandInHub()
  let schema: EdgeSchema
  let edge: AgencyParts
  const hear = (position: number, after = '') =>
    edge.messages.accept('common-platform', utf8(hearingWith(() => undefined, [orders[position]!]) + after))
  const told = (position: number) =>
    hub.heard.filter(({ data }) => {
      const { courtCode, orderId } = data as { courtCode: string; orderId: string }
      return `${courtCode}/${orderId}` === about(position)
    })
  const about = (position: number) => `${orders[position]!.court.code}/${orders[position]!.orderId}`

  beforeAll(async () => {
    schema = await edgeSchema('courts', COURTS.migrations)
    edge = COURTS.build(edgeGround(schema.pool, hub))
  }, 60_000)
  afterAll(() => schema.end())

  it('tells of an order that it holds, once, however its result is sent again', async () => {
    await hear(0)
    await hear(0, '\n')
    expect(told(0)).toMatchObject([{ type: 'courts.prevention-order.made', timeprecision: 'day' }])
  })

  it('is compared as at a time that is one, and is refused before the hub is asked', async () => {
    const door = new CourtsController(edge.messages, partOf(edge.parts, CourtRegisters))
    for (const asAt of [undefined, 'yesterday'])
      expect(() => door.register({} as HttpRequest, 'B01FA', asAt)).toThrow(
        expect.objectContaining({ status: 400, code: 'HUB_EDGE_UNDATED' }),
      )
  })

  it('loses, rejects, half enters and holds back what it is told to, and dates it by the hearing', async () => {
    await partOf(edge.parts, SandboxRegister).misbehave([
      { about: about(1), does: 'lose' },
      { about: about(2), does: 'reject' },
      { about: about(3), does: 'apply-wrongly' },
      { about: about(4), does: 'delay', days: 1 },
    ])
    for (const position of [1, 2, 3, 4])
      expect(await hear(position)).toMatchObject({ state: 'published', faults: [] })
    expect([1, 2, 4].flatMap(told)).toEqual([])
    const [wrong] = told(3)
    const entered = (wrong!.data as { conditions: string[] }).conditions
    expect(entered).toEqual(orders[3]!.conditions.slice(0, -1))
    expect(await partOf(edge.parts, SandboxTurn).take('2012-01-31T18:00:00Z')).toEqual({ said: 1 })
    const [late] = told(4)
    expect((late!.data as { madeOn: string }).madeOn).toBe(orders[4]!.madeOn)
    expect(Date.parse(late!.time)).toBeLessThanOrEqual(Date.parse(`${orders[4]!.madeOn}T00:00:00Z`))
  })
})
