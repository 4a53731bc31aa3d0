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
export { sayable } from './sayable.js'
export { type SpanWish, type TracedSpan, type TraceParent, traceParentFrom, type Tracing } from './span.js'
export { startTracing, stopTracing, tracing } from './tracing.js'
