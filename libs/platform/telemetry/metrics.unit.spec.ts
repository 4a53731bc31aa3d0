import { expect, it } from '@jest/globals'
import { counter, gauge, metricsPage, SERIES_MAX, timing } from './metrics.js'

const lines = async (name: string) =>
  (await metricsPage()).text.split('\n').filter((line) => line.startsWith(name))

it('counts and times under the labels that were named, in the text that Prometheus reads', async () => {
  const counted = counter('interlock_test_batches_total', 'Batches.', ['outcome'])
  counted.add({ outcome: 'applied' })
  counter('interlock_test_batches_total', 'Batches.', ['outcome']).add({ outcome: 'applied' }, 2)
  timing('interlock_test_seconds', 'How long.', ['stage']).observe({ stage: 'one' }, 0.004)
  expect(await lines('interlock_test_batches_total')).toEqual([
    'interlock_test_batches_total{outcome="applied"} 3',
  ])
  expect(await lines('interlock_test_seconds_bucket{le="0.0025"')).toEqual([
    'interlock_test_seconds_bucket{le="0.0025",stage="one"} 0',
  ])
  expect(await lines('interlock_test_seconds_bucket{le="0.005"')).toEqual([
    'interlock_test_seconds_bucket{le="0.005",stage="one"} 1',
  ])
})

it('never keeps more series than its bound, whatever callers send', async () => {
  const counted = counter('interlock_test_flood_total', 'Flood.', ['route'])
  for (let i = 0; i < SERIES_MAX + 50; i += 1) counted.add({ route: `/r${i}` })
  const series = await lines('interlock_test_flood_total')
  expect(series).toHaveLength(SERIES_MAX + 1)
  expect(series).toContain('interlock_test_flood_total{route="other"} 50')
})

it('reads a gauge when somebody looks, leaves out one that cannot be read, and forgets one that is gone', async () => {
  const values = [3]
  const forget = gauge('interlock_test_lag_messages', 'Lag.', ['stage'], async () => [
    { labels: { stage: 'one' }, value: values[0]! },
  ])
  gauge('interlock_test_lag_messages', 'Lag.', ['stage'], async () => {
    throw new Error('the broker is away')
  })
  expect(await lines('interlock_test_lag_messages')).toEqual(['interlock_test_lag_messages{stage="one"} 3'])
  expect(await lines('interlock_metrics_readings_failed_total')).toEqual([
    'interlock_metrics_readings_failed_total 1',
  ])
  forget()
  expect(await lines('interlock_test_lag_messages')).toEqual([])
})
