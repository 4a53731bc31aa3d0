import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Label values of one series: stages, outcomes, routes, contracts. Never an id, a name or an identifier of a person. */
export type Labels<L extends string> = Readonly<Record<L, string>>

export interface Counting<L extends string> {
  /** Once a batch or a request, never once a message of a batch. */
  add(labels: Labels<L>, by?: number): void
}

export interface Timing<L extends string> {
  observe(labels: Labels<L>, seconds: number): void
}

/** What a gauge says now; asked when Prometheus scrapes, so that it costs nothing in between. */
export type Reading<L extends string> = () => Promise<readonly { labels: Labels<L>; value: number }[]>

/** Series of one metric; what would be more is counted under `other`, so that no caller can fill the memory. */
export const SERIES_MAX = 2_000
const OTHER = 'other'
/** A reading is asked for at most this often, however many scrape. */
const READING_FRESH_MS = 1_000
const READING_TIMEOUT_MS = 3_000
/** From a millisecond to ten seconds: an answer at once, a batch, a time-out. */
const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const registry = new Registry()
const readings = new Map<string, Set<Reading<string>>>()
let hasProcessMetrics = false

/** `name` ends in `_total`. The same name gives the same counter. */
export function counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counting<L> {
  const known = registry.getSingleMetric(name) as Counter<L> | undefined
  const metric = known ?? new Counter({ name, help, labelNames, registers: [registry] })
  const bounded = bound<L>()
  return { add: (labels, by = 1) => metric.inc(bounded(labels), by) }
}

/** A histogram of seconds; `name` ends in `_seconds`. */
export function timing<L extends string>(name: string, help: string, labelNames: readonly L[]): Timing<L> {
  const known = registry.getSingleMetric(name) as Histogram<L> | undefined
  const metric =
    known ?? new Histogram({ name, help, labelNames, buckets: SECONDS_BUCKETS, registers: [registry] })
  const bounded = bound<L>()
  return { observe: (labels, seconds) => metric.observe(bounded(labels), seconds) }
}

/** A gauge that is read when somebody looks. @returns takes the reading away again */
export function gauge<L extends string>(
  name: string,
  help: string,
  labelNames: readonly L[],
  reading: Reading<L>,
): () => void {
  const fresh = remembered(reading) as Reading<string>
  const own = readings.get(name) ?? new Set()
  readings.set(name, own.add(fresh))
  if (registry.getSingleMetric(name) === undefined) registry.registerMetric(readGauge(name, help, labelNames))
  return () => void own.delete(fresh)
}

function readGauge(name: string, help: string, labelNames: readonly string[]): Gauge<string> {
  return new Gauge<string>({
    name,
    help,
    labelNames,
    registers: [],
    async collect() {
      const series = (await Promise.all([...(readings.get(name) ?? [])].map(inTime))).flat()
      this.reset()
      for (const { labels, value } of series.slice(0, SERIES_MAX)) this.set(labels, value)
    },
  })
}

/** Everything that this process counts, in Prometheus's text format. */
export async function metricsPage(): Promise<{ contentType: string; text: string }> {
  if (!hasProcessMetrics) {
    hasProcessMetrics = true
    collectDefaultMetrics({ register: registry })
  }
  return { contentType: registry.contentType, text: await registry.metrics() }
}

const unread = counter('interlock_metrics_readings_failed_total', 'Gauges that could not be read.', [])

/** A reading that fails or takes too long leaves its gauge out; it never fails the page. */
async function inTime(reading: Reading<string>): ReturnType<Reading<string>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), READING_TIMEOUT_MS)
  })
  try {
    return await Promise.race([reading(), late])
  } catch {
    unread.add({})
    return []
  } finally {
    clearTimeout(timer)
  }
}

function remembered<L extends string>(reading: Reading<L>): Reading<L> {
  let held: { at: number; answer: ReturnType<Reading<L>> } | undefined
  return () => {
    if (held === undefined || performance.now() - held.at > READING_FRESH_MS)
      held = { at: performance.now(), answer: reading() }
    return held.answer
  }
}

function bound<L extends string>(): (labels: Labels<L>) => Labels<L> {
  const seen = new Set<string>()
  return (labels) => {
    const key = Object.values(labels).join('\u0000')
    if (seen.has(key)) return labels
    if (seen.size < SERIES_MAX) {
      seen.add(key)
      return labels
    }
    return Object.fromEntries(Object.keys(labels).map((name) => [name, OTHER])) as Labels<L>
  }
}
