import { describe, expect, it } from '@jest/globals'
import { type Copy, dataOf, event, type HubEvent, InterlockProblem } from '../../clients/typescript/index.js'
import type { PublishedHub } from './published-hub.js'

const sent = (orderId: string, id = `sent-${orderId}`): HubEvent<'courts.order-copy.sent@1'> =>
  event(
    'courts.order-copy.sent@1',
    {
      id,
      source: '/courts/libra',
      subject: `order:B01FA/${orderId}`,
      time: '2011-10-04T08:30:00Z',
      unit: 'courts/b01fa',
    },
    {
      courtCode: 'B01FA',
      orderId,
      sentTo: 'police/pnc-bureau',
      sentOn: '2011-10-04',
      method: 'secure email',
    },
  )

/** The client that is generated from the contracts, from one organisation to another. */
export function clientChapter(world: () => PublishedHub): void {
  describe('the typed client', () => {
    it('publishes, reads what was shared with its data typed by the contract, and acknowledges once', async () => {
      const courts = world().client('courts')
      const police = world().client('police')
      expect(await courts.publish(sent('2011-2001'))).toMatchObject({
        status: 'accepted',
        id: 'sent-2011-2001',
      })
      const many = await courts.publishAll([sent('2011-2002'), sent('2011-2003')])
      expect(many.map(({ index, status }) => [index, status])).toEqual([
        [0, 'accepted'],
        [1, 'accepted'],
      ])
      await world().hub.moveTo('2011-10-04T10:00:00Z')

      const copies: Copy[] = []
      let last: string | undefined
      for await (const page of police.pages({ limit: 2, unit: 'police/pnc-bureau' })) {
        copies.push(...page.copies.filter(({ id }) => id.startsWith('sent-2011-200')))
        last = page.cursor
      }
      const orders = copies.map((copy) => dataOf(copy, 'courts.order-copy.sent@1')?.orderId)
      expect(orders.toSorted()).toEqual(['2011-2001', '2011-2002', '2011-2003'])
      expect(copies.map((copy) => dataOf(copy, 'courts.prevention-order.made@1'))).toEqual([
        undefined,
        undefined,
        undefined,
      ])
      const statuses = async () =>
        (await police.acknowledge(copies, 'received', 'PNC-7')).map(({ status }) => status)
      expect(await statuses()).toEqual(['acknowledged', 'acknowledged', 'acknowledged'])
      expect(await statuses()).toEqual(['already', 'already', 'already'])
      for await (const page of police.pages({
        unit: 'police/pnc-bureau',
        ...(last === undefined ? {} : { cursor: last }),
      }))
        expect(page.copies.filter(({ id }) => id.startsWith('sent-2011-200'))).toEqual([])
    }, 60_000)

    it('hears copies as they come, each with the cursor to go on from', async () => {
      const police = world().client('police')
      const heard: { id: string; cursor: string }[] = []
      for await (const { copy, cursor } of police.follow({ unit: 'police/pnc-bureau' })) {
        heard.push({ id: copy.id, cursor })
        if (heard.length === 1) await world().client('courts').publish(sent('2011-2005'))
        if (copy.id === 'sent-2011-2005') break
      }
      expect(heard.map(({ id }) => id)).toContain('sent-2011-2001')
      const rest: string[] = []
      for await (const { copies } of police.pages({ cursor: heard[0]!.cursor, unit: 'police/pnc-bureau' }))
        rest.push(...copies.map(({ id }) => id))
      expect(rest).toEqual(heard.slice(1).map(({ id }) => id))
    }, 60_000)

    it('says where a fact is, and every fault of one that is refused', async () => {
      const courts = world().client('courts')
      expect(await courts.receipt('sent-2011-2001')).toMatchObject({ register: [{ outcome: 'linked' }] })
      const wrong = { ...sent('2011-2004'), unit: 'police/pnc-bureau', source: '/police/pnc' }
      const refusal = await courts.publish(wrong).catch((error: unknown) => error)
      expect(refusal).toBeInstanceOf(InterlockProblem)
      const { status, code, faults, isPassing } = refusal as InterlockProblem
      expect([status, code, isPassing]).toEqual([422, 'HUB_INTAKE_EVENT_REFUSED', false])
      expect(faults.map(({ at }) => at)).toEqual(expect.arrayContaining(['/unit', '/source']))
    })
  })
}
