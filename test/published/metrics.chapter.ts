import { describe, expect, it } from '@jest/globals'
import type { PublishedHub } from './published-hub.js'

/** What each app must show besides what its process does. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  identity: ['interlock_http_request_duration_seconds_bucket'],
  intake: ['interlock_intake_events_total', 'interlock_http_request_duration_seconds_bucket'],
  register: [
    'interlock_stage_batches_total',
    'interlock_stage_messages_total',
    'interlock_stage_batch_duration_seconds_bucket',
    'interlock_stage_lag_messages',
    'interlock_stream_time_seconds',
  ],
  exchange: ['interlock_stage_batches_total', 'interlock_stage_lag_messages'],
  reconciler: ['interlock_stage_batches_total', 'interlock_gaps_open', 'interlock_decided_time_seconds'],
  delivery: ['interlock_delivery_copies_given_total', 'interlock_delivery_acknowledgements_total'],
  console: ['interlock_http_request_duration_seconds_bucket'],
  courts: ['interlock_http_request_duration_seconds_bucket'],
}

/** `GET /metrics` of every app, as Prometheus reads it. */
export function metricsChapter(world: () => PublishedHub): void {
  const page = async (app: string): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${world().hub.app(app).port}/metrics`)
    expect([app, response.status]).toEqual([app, 200])
    return response.text()
  }
  const valuesOf = (text: string, name: string): number[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)))

  describe('the metrics of every app', () => {
    it('show no lag, no parked message and the stream time, once all is settled', async () => {
      await world().hub.moveTo('2011-10-20T00:00:00Z')
      const register = await page('register')
      expect(valuesOf(register, 'interlock_stage_parked_messages')).toEqual([])
      expect(valuesOf(register, 'interlock_stream_time_seconds')).toEqual([
        Date.parse('2011-10-20T00:00:00Z') / 1_000,
      ])
      await world().until(async () => {
        const lags = valuesOf(await page('exchange'), 'interlock_stage_lag_messages')
        return lags.length === 12 && lags.every((lag) => lag === 0)
      })
      expect(
        valuesOf(await page('reconciler'), 'interlock_gaps_open').reduce((sum, gaps) => sum + gaps, 0),
      ).toBeGreaterThan(0)
    }, 60_000)

    it('show what it does, under names that say their unit', async () => {
      for (const app of world().apps) {
        const live = await fetch(`http://127.0.0.1:${world().hub.app(app).port}/health/live`)
        expect(await live.json()).toEqual({ live: true })
        const text = await page(app)
        const missing = (SHOWN[app] ?? []).filter((name) => valuesOf(text, name).length === 0)
        expect([app, missing]).toEqual([app, []])
        const own = [...text.matchAll(/^# TYPE (interlock_\w+) (\w+)$/gm)].map(([, name = '', type]) => [
          name,
          type,
        ])
        const unnamed = own.filter(
          ([name = '', type]) =>
            !/_(seconds|total|messages|bytes|open|parked)$/.test(name) ||
            (type === 'counter') !== name.endsWith('_total'),
        )
        expect([app, unnamed]).toEqual([app, []])
      }
    })

    it('name nobody: no person, no identifier, no event', async () => {
      for (const app of world().apps)
        expect([app, /Sample|0012345|B01FA\/|2011-\d{4}|sent-|made-/.exec(await page(app))]).toEqual([
          app,
          null,
        ])
    })
  })
}
