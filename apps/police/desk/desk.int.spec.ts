import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { parseCalendars } from '#core/calendar'
import { type InboxCopy, NativeMessages, Outgoing } from '#platform/edge'
import { inTransaction, type Pool } from '#platform/postgres'
import { createLogger } from '#platform/telemetry'
import { type EdgeSchema, edgeSchema, StandInHub } from '#testkit/edge'
import { POLICE_MIGRATIONS } from '../migrations.js'
import { type PncRegister, pncSandbox } from '../pnc/pnc-sandbox.js'
import { visorSandbox } from '../registers/visor-sandbox.js'
import { translatePoliceMessage } from '../translate.js'
import { Desk } from './desk.js'
import { type PageChanges, writePage } from './desk-book.js'

const at = (day: string) => `${day}T17:00:00Z`
const copy = (type: string, data: unknown) =>
  ({ type, data, id: randomBytes(8).toString('hex') }) as InboxCopy
const gap = (orderId: string) =>
  copy('hub.gap.opened', { rule: 'RR-02', details: { courtCode: 'B01FA', orderId } })
const paper = (orderId: string, surname = 'Testcase', kind = 'SOPO') =>
  Buffer.from(
    'COURT,ORDER NO,CHANGE,KIND,MADE,ENDS,SURNAME,FORENAMES,BORN,PNCID,COMPLETE,CONDITIONS\n' +
      `B01FA00,${orderId},,${kind},03/10/2011,,${surname},Alpha,31/01/1970,2004/0012345D,Y,Not to enter. | Not to travel.\n`,
  )

describe('the registration unit’s desk', () => {
  const hub = new StandInHub()
  let schema: EdgeSchema
  let pool: Pool
  let desk: Desk
  let messages: NativeMessages
  let pnc: PncRegister

  beforeAll(async () => {
    schema = await edgeSchema('police', POLICE_MIGRATIONS)
    pool = schema.pool
    pnc = pncSandbox(pool)
    const visor = visorSandbox(pool)
    messages = new NativeMessages(
      pool,
      (format, bytes, client) => translatePoliceMessage(format, bytes, client, { pnc, visor }),
      (events) => hub.publish(events),
    )
    const parsed = parseCalendars(parse(readFileSync('contracts/reference/calendars.yaml', 'utf8')))
    if (!parsed.ok) throw new Error('The calendars cannot be read.')
    desk = new Desk({
      pool,
      hub,
      sandbox: pnc,
      messages,
      outgoing: new Outgoing(pool, hub, createLogger('test', 'silent')),
      calendar: parsed.calendars.get('england-and-wales')!,
    })
  }, 60_000)
  afterAll(() => schema.end())

  const saidOf = (orderId: string): unknown[][] =>
    hub.heard
      .filter(({ data }) => (data as { orderId: string }).orderId === orderId)
      .map(({ type, data }) => {
        const { requestNo, action, conditionsOnPnc } = data as Record<string, unknown>
        return [type, requestNo ?? action, conditionsOnPnc].filter((one) => one !== undefined)
      })

  it('asks the court when the hub tells of a gap, a second time after five working days, and never a third', async () => {
    hub.copies.push(gap('2011-0001'))
    for (const day of ['2011-10-03', '2011-10-04', '2011-10-10', '2011-10-11', '2011-10-31'])
      await desk.workThrough(at(day))
    expect(saidOf('2011-0001')).toEqual([
      ['pnc.order-copy.requested', 1],
      ['pnc.order-copy.requested', 2],
    ])
  })

  it('says that the copy arrived, and that the marker is set because the register says so', async () => {
    await messages.accept('soru-post', paper('2011-0002'))
    await desk.workThrough(at('2011-10-05'))
    await desk.workThrough(at('2011-10-06'))
    expect(saidOf('2011-0002')).toEqual([
      ['pnc.order-copy.received'],
      ['pnc.marker.updated', 'applied', 'full'],
    ])
  })

  it('does nothing twice when the hub was away in the middle', async () => {
    await messages.accept('soru-post', paper('2011-0003'))
    hub.isDeaf = true
    await expect(desk.workThrough(at('2011-10-05'))).rejects.toMatchObject({ code: 'HUB_EDGE_UNREACHABLE' })
    expect(saidOf('2011-0003')).toEqual([])
    hub.isDeaf = false
    await desk.workThrough(at('2011-10-05'))
    expect(saidOf('2011-0003')).toEqual([
      ['pnc.order-copy.received'],
      ['pnc.marker.updated', 'applied', 'full'],
    ])
    const { rows } = await pool.query(
      `select count(*) from sandbox_transaction where about = 'B01FA/2011-0003'`,
    )
    expect(rows).toEqual([{ count: 1 }])
  })

  it('sends a transaction again that the PNC lost when the hub misses the marker, and mends a partial one', async () => {
    await pnc.misbehave([
      { about: 'B01FA/2011-0004', does: 'lose' },
      { about: 'B01FA/2011-0004', does: 'apply-wrongly' },
    ])
    await messages.accept('soru-post', paper('2011-0004'))
    await desk.workThrough(at('2011-10-05'))
    expect(saidOf('2011-0004')).toEqual([['pnc.order-copy.received']])
    hub.copies.push(gap('2011-0004'))
    await desk.workThrough(at('2011-10-14'))
    hub.copies.push(gap('2011-0004'))
    await desk.workThrough(at('2011-10-17'))
    expect(saidOf('2011-0004').slice(1)).toEqual([
      ['pnc.marker.updated', 'applied', 'partial'],
      ['pnc.marker.updated', 'amended', 'full'],
    ])
  })

  it('waits for a transaction that the PNC holds back, and tells of it on the day it is done', async () => {
    await pnc.misbehave([{ about: 'B01FA/2011-0005', does: 'delay', days: 13 }])
    await messages.accept('soru-post', paper('2011-0005'))
    hub.copies.push(gap('2011-0005'))
    for (const day of ['2011-10-05', '2011-10-17']) await desk.workThrough(at(day))
    expect(saidOf('2011-0005')).toEqual([['pnc.order-copy.received']])
    for (const day of ['2011-10-18', '2011-10-19']) await desk.workThrough(at(day))
    expect(saidOf('2011-0005').slice(1)).toEqual([['pnc.marker.updated', 'applied', 'full']])
  })

  it('removes the marker of an order that is discharged', async () => {
    await messages.accept('soru-post', paper('2011-0006'))
    await desk.workThrough(at('2011-10-05'))
    const discharge = { courtCode: 'B01FA', orderId: '2011-0006', changeType: 'DISCHARGED' }
    hub.copies.push(copy('courts.prevention-order.varied', discharge))
    await desk.workThrough(at('2011-10-06'))
    expect(saidOf('2011-0006').at(-1)).toEqual(['pnc.marker.updated', 'removed', 'none'])
  })

  it('loses no transaction to a name that was typed with a bar, and takes no number or kind with one', async () => {
    await messages.accept('soru-post', paper('2011-0008', '"Test|\ncase"'))
    await messages.accept('soru-post', paper('2011-0009'))
    for (const wrong of [paper('2011|0010'), paper('2011-0010', 'Testcase', 'SO|PO')])
      expect(await messages.accept('soru-post', wrong)).toMatchObject({
        state: 'refused',
        faults: [{ at: '/line 2' }],
      })
    await desk.workThrough(at('2011-10-05'))
    for (const orderId of ['2011-0008', '2011-0009'])
      expect(saidOf(orderId).at(-1)).toEqual(['pnc.marker.updated', 'applied', 'full'])
  })

  it('counts a transaction that cannot be read as refused, does the others, and sends it again when the hub misses it', async () => {
    const order = { courtCode: 'B01FA', orderId: '2011-0011', orderType: ' ', change: '' as const }
    const unreadable = { ...order, person: {}, complete: true, conditions: [] }
    const page = (changes: PageChanges) =>
      inTransaction(pool, (client) => writePage(client, 'B01FA', '2011-0011', changes))
    await page({ paper: unreadable, todo: 'apply' })
    await messages.accept('soru-post', paper('2011-0012'))
    const done = [{ courtCode: 'B01FA', orderId: '2011-0012', action: 'applied' }]
    expect(await desk.workThrough(at('2011-10-05'))).toMatchObject({ transactions: done, factsRefused: 1 })
    await page({ paper: { ...unreadable, orderType: 'SOPO' } })
    hub.copies.push(gap('2011-0011'))
    expect(await desk.workThrough(at('2011-10-14'))).toMatchObject({ factsRefused: 0 })
    expect(saidOf('2011-0011')).toEqual([['pnc.marker.updated', 'applied', 'full']])
  })

  it('acknowledges orders and their copies, and never a gap', async () => {
    const seen = hub.acknowledged.map(({ id }) => hub.copies.find((copy) => copy.id === id)?.type)
    expect(seen).toEqual(['courts.prevention-order.varied'])
  })

  it('sets a fact aside that the hub refuses, and goes on', async () => {
    hub.refuses = 'pnc.order-copy.requested'
    hub.copies.push(gap('2011-0007'))
    expect(await desk.workThrough(at('2011-10-05'))).toMatchObject({ factsRefused: 1 })
    hub.refuses = undefined
    expect(await desk.workThrough(at('2011-10-06'))).toMatchObject({ factsRefused: 0 })
    const { rows } = await pool.query(`select state, faults from outgoing where state = 'refused'`)
    expect(rows).toEqual([{ state: 'refused', faults: [{ code: 'HUB_X', says: 'No.' }] }])
  })
})
