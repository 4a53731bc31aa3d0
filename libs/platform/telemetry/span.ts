/** W3C Trace Context, version 00: `00-<trace id>-<span id>-<flags>`. */
export type TraceParent = string

export interface SpanWish {
  name: string
  kind: 'server' | 'producer' | 'consumer' | 'internal'
  /** What it is a part of; absent: the span that is active, else a trace of its own. */
  parent?: TraceParent | undefined
  /** What else it has to do with: the messages of a batch. */
  links?: readonly TraceParent[]
  /** Epoch milliseconds; absent: now. */
  startAt?: number
  /** Names, codes and counts. Never a payload, a subject or an identifier of a person. */
  attributes?: Readonly<Record<string, string | number | boolean>>
}

export interface TracedSpan {
  readonly traceParent: TraceParent
  end(outcome?: { failed?: boolean; attributes?: Readonly<Record<string, string | number>> }): void
}

/** Spans of this process on their way to a collector. There is none unless an exporter is configured. */
export interface Tracing {
  start(wish: SpanWish): TracedSpan
  /** Runs the work with the span active, across whatever it awaits. */
  within<T>(span: TracedSpan, work: () => T): T
  /** The active span's context, as it goes into a header. */
  current(): TraceParent | undefined
  /** Sends what is waiting. */
  close(): Promise<void>
}

const TRACE_PARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** The text if it is a trace context that can be followed; whoever sends another is not refused for it. */
export function traceParentFrom(text: unknown): TraceParent | undefined {
  return typeof text === 'string' && TRACE_PARENT.test(text) ? text : undefined
}
