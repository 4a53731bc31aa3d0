import { describe, expect, it } from '@jest/globals'
import { event } from '../../clients/typescript/index.js'
import { assail, ATTACK_KINDS, type Findings } from '../hostile/assault.js'
import { badTokens } from '../hostile/bad-tokens.js'
import type { PublishedHub } from './published-hub.js'

const COUNT = 500
const SEED = 2011
const ASSAILED = ['intake', 'delivery', 'console'] as const

/** A short assault; `npm run hostile` is the long one. */
export function hostileChapter(world: () => PublishedHub): void {
  describe('under hostile requests', () => {
    let findings: Findings
    let honest = 0

    it(`answers ${COUNT} of them without failing, without a trace of its inside, and lets nobody in`, async () => {
      const issuer = world().url('identity')
      const bad = await badTokens(world().hub.home, issuer, await world().token('courts'))
      findings = await assail({
        count: COUNT,
        seed: SEED,
        ports: Object.fromEntries(ASSAILED.map((app) => [app, world().hub.app(app).port])),
        tokens: async () => ({
          courts: await world().token('courts'),
          police: await world().token('police'),
          bad,
        }),
        pids: () => Object.fromEntries(ASSAILED.map((app) => [app, world().hub.app(app).pid])),
        honest: async () => {
          honest += 1
          await world()
            .client('courts')
            .publish(anHonestEvent(`honest-${honest}`))
        },
      })
      expect(findings.faults).toEqual([])
      expect(Object.keys(findings.tally).toSorted()).toEqual(ATTACK_KINDS.map(({ kind }) => kind).toSorted())
    }, 180_000)

    it('crashes no process, and serves the honest in the middle of it and afterwards', async () => {
      expect(Object.values(findings.pids).map((pids) => pids.length)).toEqual([1, 1, 1])
      expect(findings.honest).toBe(honest)
      await world().client('courts').publish(anHonestEvent('honest-after'))
      await world().until(async () => {
        for await (const { copies } of world().client('police').pages({ unit: 'police/pnc-bureau' }))
          if (copies.some(({ id }) => id === 'honest-after')) return true
        return false
      })
    }, 90_000)
  })
}

function anHonestEvent(id: string) {
  return event(
    'courts.order-copy.sent@1',
    {
      id,
      source: '/courts/libra',
      subject: 'order:B01FA/2011-4001',
      time: '2011-10-04T08:30:00Z',
      unit: 'courts/b01fa',
    },
    { courtCode: 'B01FA', orderId: '2011-4001', sentTo: 'police/pnc-bureau', method: 'post' },
  )
}
