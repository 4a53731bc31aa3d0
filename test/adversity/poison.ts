import { anEventRecord, anOrderMade } from '#testkit/builders'
import type { Publication } from './publication.js'

/** Ten ways of being no fact, each of which must end in a named outcome and hold up nothing else. */
export function poisons(firstDayAt: number): Publication[] {
  const madeOn = new Date(firstDayAt).toISOString().slice(0, 10)
  const good = (orderId: string) => anEventRecord(anOrderMade({ orderId, madeOn, id: `poison-${orderId}` }))
  const altered = (orderId: string, change: Partial<Publication['record']>): Publication => ({
    organisation: 'courts',
    record: { ...good(orderId), ...change },
  })
  const without = (orderId: string, header: string): Publication => {
    const { [header]: _gone, ...headers } = good(orderId).headers
    return altered(orderId, { headers })
  }
  const said = (orderId: string, headers: Record<string, string>): Publication =>
    altered(orderId, { headers: { ...good(orderId).headers, ...headers } })
  return [
    altered('P-not-json', { value: Buffer.from('{"courtCode": ') }),
    altered('P-not-utf8', { value: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }),
    altered('P-empty', { value: null }),
    altered('P-deep', { value: Buffer.from(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) }),
    altered('P-huge-number', { value: Buffer.from('{"courtCode": 1e999999}') }),
    without('P-no-id', 'ce_id'),
    without('P-no-time', 'ce_time'),
    said('P-unknown-event', {
      ce_type: 'courts.order.eaten',
      ce_dataschema: 'urn:interlock:event:courts.order.eaten:1',
    }),
    said('P-other-unit', { ce_unit: 'police/pnc-bureau' }),
    altered('P-no-key', { key: null, value: Buffer.from('null') }),
  ]
}
