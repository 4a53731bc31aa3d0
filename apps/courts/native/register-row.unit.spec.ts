import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { theCatalogue } from '#testkit/catalogue'
import { london } from '#testkit/london'
import { parseResultCodes } from '../events/result-codes.js'
import { registerRow } from './register-row.js'

const codes = parseResultCodes(readFileSync('contracts/reference/result-codes.yaml', 'utf8'))
const { registers, historic } = london({ historic: 500, live: 0 })

describe('a court’s register', () => {
  const read = registers
    .filter(({ edge }) => edge === 'courts')
    .flatMap(({ path, csv }) => {
      const rows = parse([...csv()].join('\n'), { columns: true }) as Record<string, string>[]
      return rows.map((row) => registerRow(row, path.slice(-5), codes))
    })

  it('is read row by row into what the contract describes, the unreadable told apart', () => {
    const contract = theCatalogue().events.get('courts.prevention-order.made@1')!
    const data = read.flatMap((row) => (row.ok ? [row.data] : []))
    for (const one of data) expect(contract.check(one)).toEqual([])
    expect(read.length - data.length).toBe(
      historic.filter(({ fate }) => fate === 'unreadable in the court register').length,
    )
  })

  it('holds every order under its number, however it was typed', () => {
    const held = new Set(
      read.flatMap((row) =>
        row.ok ? [`${row.data['courtCode']}/${String(row.data['orderId']).toUpperCase()}`] : [],
      ),
    )
    const readable = historic.filter(({ fate }) => fate !== 'unreadable in the court register')
    const lacking = readable.filter(({ order }) => !held.has(`${order.court.code}/${order.orderId}`))
    expect(lacking).toEqual([])
  })

  it('says why a row cannot be read and which order it is about, and nothing of the person', () => {
    expect(
      registerRow({ ORDER_NO: '1', RESULT_CODE: '3086', ORDER_DATE: '31/02/2008' }, 'B01FA', codes),
    ).toEqual({
      ok: false,
      reason: 'ORDER_DATE is not a date.',
      key: { courtCode: 'B01FA', orderId: '1' },
    })
    expect(registerRow({}, 'B01FA', codes)).toMatchObject({ ok: false, key: { courtCode: 'B01FA' } })
  })
})
