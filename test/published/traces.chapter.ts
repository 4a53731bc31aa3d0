import { describe, expect, it } from '@jest/globals'
import type { Copy } from '../../clients/typescript/index.js'
import type { CollectedSpan } from './otlp-collector.js'
import type { PublishedHub } from './published-hub.js'

const NOTE = { court: 'B01FA', orderNo: '2011-3001', sent: '2011-10-19', to: 'SORU', by: 'CJSM' }

/** One message from the bytes of a court's own system to the acknowledgement of the PNC Bureau. */
export function tracesChapter(world: () => PublishedHub): void {
  const copyOfNote = async (): Promise<Copy> => {
    const found: Copy[] = []
    await world().until(async () => {
      for await (const { copies } of world().client('police').pages({ unit: 'police/pnc-bureau' }))
        found.push(...copies.filter(({ subject }) => subject === 'order:B01FA/2011-3001'))
      return found.length > 0
    })
    return found[0]!
  }

  describe('a trace', () => {
    it('follows one message from native bytes through every app to its acknowledgement', async () => {
      const accepted = await fetch(`${world().url('courts')}/order-copies`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await world().token('courts')}`,
        },
        body: JSON.stringify(NOTE),
      })
      expect([accepted.status, await accepted.json()]).toMatchObject([202, { state: 'published' }])
      const copy = await copyOfNote()
      const traceId = copy.traceparent?.split('-')[1]
      await world().client('police').acknowledge([copy], 'recorded')

      const spans = (): CollectedSpan[] => world().collector.spans.filter((span) => span.traceId === traceId)
      const steps = [
        ['interlock-courts', 'POST /order-copies'],
        ['interlock-intake', 'POST /events'],
        ['interlock-intake', 'publish courts.order-copy.sent'],
        ['interlock-register', 'register courts.order-copy.sent'],
        ['interlock-exchange', 'exchange courts.order-copy.sent'],
        ['interlock-reconciler', 'reconciler courts.order-copy.sent'],
        ['interlock-delivery', 'delivery courts.order-copy.sent'],
        ['interlock-delivery', 'acknowledge'],
        ['interlock-register', 'register hub.copy.acknowledged'],
      ]
      const missing = (): string[][] =>
        steps.filter(
          ([service, name = '']) =>
            !spans().some(
              (span) => span.service === service && span.name.replace(/^t[0-9a-f]{10}\./, '') === name,
            ),
        )
      await world()
        .until(() => missing().length === 0)
        .catch(() => undefined)
      expect(missing()).toEqual([])

      const publish = spans().find(({ name }) => name.startsWith('publish '))
      expect(
        spans().filter(({ parentSpanId }) => parentSpanId === publish?.spanId).length,
      ).toBeGreaterThanOrEqual(4)
      expect(spans().filter(({ parentSpanId }) => parentSpanId === '')).toHaveLength(1)
    }, 90_000)

    it('of a batch is linked to the messages in it', () => {
      const { spans } = world().collector
      const batches = spans.filter(({ name }) => name.endsWith('register batch'))
      expect(batches.some(({ links }) => links.length > 0)).toBe(true)
      const linked = new Set(batches.flatMap(({ links }) => links.map(({ traceId }) => traceId)))
      const publishing = spans.filter(({ name }) => name.startsWith('publish '))
      expect(publishing.filter(({ traceId }) => !linked.has(traceId))).toEqual([])
    })

    it('names nobody', () => {
      const said = JSON.stringify(world().collector.spans.map(({ name, attributes }) => [name, attributes]))
      expect(/Sample|0012345|B01FA\//.exec(said)).toBe(null)
    })
  })
}
