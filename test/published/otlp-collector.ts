import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CollectedSpan {
  service: string
  traceId: string
  spanId: string
  parentSpanId: string
  name: string
  attributes: Readonly<Record<string, string>>
  links: readonly { traceId: string; spanId: string }[]
}

interface OtlpSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  attributes?: readonly OtlpAttribute[]
  links?: readonly { traceId: string; spanId: string }[]
}

interface OtlpAttribute {
  key: string
  value: Readonly<Record<string, unknown>>
}

interface OtlpRequest {
  resourceSpans: readonly {
    resource: { attributes: readonly OtlpAttribute[] }
    scopeSpans: readonly { spans: readonly OtlpSpan[] }[]
  }[]
}

/** As small a collector as takes OTLP over HTTP in JSON, and keeps every span. */
export class OtlpCollector {
  readonly spans: CollectedSpan[] = []
  private readonly server: Server

  private constructor() {
    this.server = createServer((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        if (request.url === '/v1/traces') this.take(JSON.parse(String(Buffer.concat(pieces))) as OtlpRequest)
        response.setHeader('content-type', 'application/json').end('{}')
      })
    })
  }

  static async start(): Promise<OtlpCollector> {
    const collector = new OtlpCollector()
    await new Promise<void>((resolve) => collector.server.listen(0, '127.0.0.1', resolve))
    return collector
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  private take({ resourceSpans }: OtlpRequest): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = textsOf(resource.attributes)['service.name'] ?? ''
      for (const span of scopeSpans.flatMap(({ spans }) => spans))
        this.spans.push({
          service,
          traceId: span.traceId,
          spanId: span.spanId,
          parentSpanId: span.parentSpanId ?? '',
          name: span.name,
          attributes: textsOf(span.attributes ?? []),
          links: span.links ?? [],
        })
    }
  }
}

function textsOf(attributes: readonly OtlpAttribute[]): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]))
}
