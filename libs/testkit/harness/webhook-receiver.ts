import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/** A request as it came. */
export interface Arrival {
  webhookId: string
  /** How many of the secrets that the receiver knows had signed it. */
  signatures: number
  /** As it was answered. */
  status: number
  event: { id: string; type: string; recipient?: string; data: Record<string, unknown> }
}

/** The receiver took the event, and its answer never arrives. */
export const LOST = 0

/** A system that takes webhooks on this machine: it checks signatures with a library of its own, and answers as a test likes. */
export class WebhookReceiver {
  readonly arrivals: Arrival[] = []
  secrets: string[] = []
  /** The status with which an event is answered, or LOST; 200 unless a test says otherwise. */
  answer: (event: Arrival['event'], earlier: readonly Arrival[]) => number = () => 200

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer()
    const receiver = new WebhookReceiver(server)
    server.on('request', (request, response) => {
      void bodyOf(request).then((body) => {
        const status = receiver.take(request, body)
        if (status === LOST) {
          request.socket.destroy()
          return
        }
        response.statusCode = status
        if (response.statusCode === 302) response.setHeader('location', `${receiver.url}/elsewhere`)
        response.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Ids of the events that were answered with 2xx, in the order in which each came first. */
  get taken(): string[] {
    return [...new Set(this.arrivals.filter(({ status }) => status < 300).map(({ event }) => event.id))]
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  private take(request: IncomingMessage, body: string): number {
    const headers = Object.fromEntries(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
        name,
        String(request.headers[name]),
      ]),
    )
    const signatures = this.secrets.filter((secret) => isSigned(secret, body, headers)).length
    const event = JSON.parse(body) as Arrival['event']
    const status = signatures === 0 && this.secrets.length > 0 ? 401 : this.answer(event, this.arrivals)
    this.arrivals.push({ webhookId: headers['webhook-id']!, signatures, status, event })
    return status
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function isSigned(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers)
    return true
  } catch {
    return false
  }
}
