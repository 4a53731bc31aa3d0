import { describe, expect, it } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { theCatalogue } from '#testkit/catalogue'
import { london } from '#testkit/london'
import { pncRow } from './pnc-row.js'
import { visorRow } from './visor-row.js'

const scenario = london({ historic: 500, live: 0 })
const rowsOf = (path: string): Record<string, string>[] =>
  parse([...scenario.registers.find((one) => one.path === path)!.csv()].join('\n'), { columns: true })
const fated = (fate: string) => scenario.historic.filter((one) => one.fate === fate).length
const contract = (name: string) => theCatalogue().events.get(name)!

describe('ViSOR’s register', () => {
  const read = rowsOf('/registers/visor').map(visorRow)

  it('is read row by row into what the contract describes, the unreadable told apart', () => {
    const data = read.flatMap((row) => (row.ok ? [row.data] : []))
    for (const one of data) expect(contract('jigsaw.order.recorded@1').check(one)).toEqual([])
    expect(read.length - data.length).toBe(fated('unreadable in ViSOR'))
    expect(read.length).toBe(scenario.historic.length - fated('unknown to ViSOR'))
  })

  it('says why a row cannot be read and which order it is about, and nothing of the person', () => {
    const { order } = scenario.historic.find(({ fate }) => fate === 'unreadable in ViSOR')!
    expect(read.filter((row) => !row.ok)).toContainEqual({
      ok: false,
      reason: 'DATE_MADE is not a date.',
      key: { courtCode: order.court.code, orderId: order.orderId },
    })
  })
})

describe('the PNC’s register', () => {
  const read = rowsOf('/registers/pnc').map(pncRow)

  it('is read row by row into what the contract describes, the unreadable told apart', () => {
    const data = read.flatMap((row) => (row.ok ? [row.data] : []))
    for (const one of data) expect(contract('pnc.marker.updated@1').check(one)).toEqual([])
    expect(read.length - data.length).toBe(fated('unreadable twin at the PNC'))
  })

  it('keeps what could be read of the order where the rest cannot', () => {
    const row = {
      OU: 'B01FA00',
      ORDER_REF: ' 2008-1 ',
      NAME: 'SAMPLE/ALPHA',
      MARKER: 'LIVE',
      CONDITIONS_HELD: 'F',
    }
    const fault = { ok: false, reason: 'EXPIRES is not a date.' }
    const unread = { ...row, ORDER_CODE: 'SOPO', EXPIRES: '31022009' }
    expect(pncRow(unread)).toEqual({ ...fault, key: { courtCode: 'B01FA', orderId: '2008-1' } })
    expect(pncRow({ ...unread, OU: 'EALING' })).toMatchObject({ ok: false, key: { orderId: '2008-1' } })
  })

  it('has no row of the missing, and tells a removed marker from a live one', () => {
    const held = new Set(
      read.flatMap((row) =>
        row.ok ? [`${row.data['courtCode']}/${String(row.data['orderId']).toUpperCase()}`] : [],
      ),
    )
    for (const { order, fate } of scenario.historic)
      expect([fate, held.has(`${order.court.code}/${order.orderId}`)]).toEqual([
        fate,
        !['missing', 'not yet due', 'before 2004'].includes(fate),
      ])
    const removed = read.filter((row) => row.ok && row.data['action'] === 'removed')
    expect(removed).toHaveLength(fated('ended, marker removed'))
  })
})
