export { createLogger, type Logger } from './logger.js'
export {
  counter,
  type Counting,
  gauge,
  type Labels,
  metricsPage,
  type Reading,
  timing,
  type Timing,
} from './metrics.js'
export {
  type SpanWish,
  startTracing,
  stopTracing,
  type TracedSpan,
  type TraceParent,
  traceParentFrom,
  type Tracing,
  tracing,
} from './tracing.js'
