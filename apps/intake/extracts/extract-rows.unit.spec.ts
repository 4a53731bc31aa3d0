import { describe, expect, it } from '@jest/globals'
import { theCatalogue } from '#testkit/catalogue'
import { ROW_BYTES_MAX } from '../bounds.js'
import { orderData } from '../events/order-made.fixture.js'
import { extractRows, type UnnumberedRow } from './extract-rows.js'

const contract = theCatalogue().events.get('courts.prevention-order.made@1')!

async function rows(mediaType: string, text: string | Buffer, pieceBytes = 64_000): Promise<UnnumberedRow[]> {
  const bytes = Buffer.from(text)
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
  }
  const all: UnnumberedRow[] = []
  for await (const batch of extractRows(mediaType, pieces(), contract)) all.push(...batch)
  return all
}

const HEADER = 'courtCode,orderId,orderType,madeOn,conditions,person.name.surname,person.pnc,interim\n'
const GOOD = 'B01FA,2011-0042,SOPO,2011-10-03,No schools|No parks,Sample,2004/0012345D,true\n'
const GOOD_DATA = {
  courtCode: 'B01FA',
  orderId: '2011-0042',
  orderType: 'SOPO',
  madeOn: '2011-10-03',
  conditions: ['No schools', 'No parks'],
  person: { name: { surname: 'Sample' }, pnc: '2004/0012345D' },
  interim: true,
}

describe('rows of an extract in CSV', () => {
  it('reads dotted columns into data, typed as the contract types them', async () => {
    expect(await rows('text/csv', HEADER + GOOD)).toEqual([{ data: GOOD_DATA }])
  })

  it('reads the same whatever the pieces, line ends, byte order mark and trailing line end', async () => {
    const text = `\ufeff${HEADER}${GOOD}\n${GOOD.trimEnd()}`.replaceAll('\n', '\r\n')
    for (const pieceBytes of [1, 7, 1_000])
      expect(await rows('text/csv', text, pieceBytes)).toEqual([{ data: GOOD_DATA }, { data: GOOD_DATA }])
  })

  it('takes quoted cells with commas, quotes and line ends, and arrays as JSON', async () => {
    const line =
      'B01FA,2011-0042,SOPO,2011-10-03,"[""No schools, ""\n  ]",Sample,2004/0012345D,true\n'.replace(
        '""No schools, ""\n  ]',
        '""No\\nschools, or parks""\n  ]',
      )
    const [row] = await rows('text/csv', HEADER + line)
    expect(row).toEqual({ data: { ...GOOD_DATA, conditions: ['No\nschools, or parks'] } })
  })

  it('carries a row that breaks the contract as unreadable, with codes and places and no values', async () => {
    const [row] = await rows('text/csv', HEADER + GOOD.replace('SOPO', 'ASBO').replace('true', 'maybe'))
    expect(row?.unreadable).toBe('HUB_DATA_INVALID /orderType; HUB_DATA_INVALID /interim')
    expect(row?.data).toMatchObject({ orderType: 'ASBO', interim: 'maybe' })
  })

  it('leaves an empty cell out', async () => {
    const [row] = await rows('text/csv', HEADER + GOOD.replace('true', ''))
    expect(row).toEqual({
      data: Object.fromEntries(Object.entries(GOOD_DATA).filter(([name]) => name !== 'interim')),
    })
  })

  it.each([
    ['a row with too few columns', 'B01FA,2011-0043\n', 'HUB_EXTRACT_ROW_COLUMNS'],
    ['a row with text after a closing quote', GOOD.replace('B01FA', '"B01"FA'), 'HUB_EXTRACT_ROW_NOT_CSV'],
    ['a quote that is never closed', GOOD.replace('B01FA', '"B01FA'), 'HUB_EXTRACT_ROW_NOT_CSV'],
    ['a row that is too long', `${'x'.repeat(ROW_BYTES_MAX + 1)}\n`, 'HUB_EXTRACT_ROW_TOO_LONG'],
    ['a row that is not UTF-8', '\u00ff', 'HUB_EXTRACT_ROW_NOT_UTF8'],
  ])('loses to %s that row only', async (_what, line, code) => {
    const bad = code === 'HUB_EXTRACT_ROW_NOT_UTF8' ? Buffer.from([0xff, 0x0a]) : Buffer.from(line)
    const all = await rows(
      'text/csv',
      Buffer.concat([Buffer.from(HEADER + GOOD), bad, Buffer.from(GOOD + GOOD)]),
    )
    expect(all.map((row) => row.unreadable)).toEqual([undefined, code, undefined, undefined])
    const { raw, rawBytes } = all[1]!
    const kept = rawBytes === undefined ? Buffer.from(raw!) : Buffer.from(rawBytes, 'base64')
    expect(kept).toEqual(bad.subarray(0, Math.min(bad.length - 1, 16_384)))
  })

  it('refuses columns that are no fields, all named', async () => {
    await expect(rows('text/csv', 'orderId,colour,person.shoeSize\n1,2,3\n')).rejects.toMatchObject({
      code: 'HUB_EXTRACT_COLUMNS',
      faults: [{ at: 'colour' }, { at: 'person.shoeSize' }],
    })
  })
})

describe('rows of an extract in JSON lines', () => {
  it('reads one object a line and carries what is not one', async () => {
    const good = JSON.stringify(orderData())
    const all = await rows('application/x-ndjson', `${good}\n\n{"orderId": \n7\n${good}`, 10)
    expect(all).toEqual([
      { data: orderData() },
      { raw: '{"orderId": ', unreadable: 'HUB_HTTP_NOT_JSON' },
      { data: 7, unreadable: expect.stringContaining('HUB_DATA_INVALID') },
      { data: orderData() },
    ])
  })
})
