import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { Agent, errors, request } from 'undici'
import { isPublicAddress, urlFault } from './address-check.js'

/** One request to a receiver. */
export interface Sending {
  url: string
  /** `webhook-id`: the same each time this is sent. */
  id: string
  body: string
  contentType: string
  /** Signed with each: while one is replaced, the receiver knows the old or the new. */
  secrets: readonly string[]
  signal: AbortSignal
}

export interface SendingFailure {
  code: string
  /** The receiver's status, where it answered. */
  status?: number
  /** As its Retry-After asks, in milliseconds. */
  retryAfterMs?: number
}

const CONNECT_MS_MAX = 5_000
const ANSWER_MS_MAX = 10_000
/** From the first look at the name to the end of the answer. */
const WHOLE_MS_MAX = 15_000
/** As much of an answer as is read; it says nothing that we need. */
const ANSWER_BYTES_MAX = 16_384
const CONNECTIONS_PER_ORIGIN_MAX = 16
const GONE = 410

/**
 * Sends signed webhooks (the Standard Webhooks specification). A name is resolved for each new connection and every address
 * behind it must be public; the connection goes to what was checked, so that a name that changes meanwhile changes nothing. No
 * redirect is followed, and no proxy of the environment is asked.
 */
export class WebhookSender {
  private readonly agent: Agent

  /** @param localHosts hosts that may be reached whatever their address, and without TLS */
  constructor(private readonly localHosts: ReadonlySet<string>) {
    this.agent = new Agent({
      connect: { lookup: checkedLookup(localHosts), timeout: CONNECT_MS_MAX },
      headersTimeout: ANSWER_MS_MAX,
      bodyTimeout: ANSWER_MS_MAX,
      connections: CONNECTIONS_PER_ORIGIN_MAX,
      pipelining: 1,
      keepAliveTimeout: 10_000,
    })
  }

  /** @returns undefined when the receiver took it (2xx), else why not; throws nothing */
  async send(sending: Sending): Promise<SendingFailure | undefined> {
    if (urlFault(sending.url, this.localHosts) !== undefined) return { code: 'HUB_WEBHOOK_ADDRESS' }
    try {
      const { statusCode, headers, body } = await request(sending.url, {
        method: 'POST',
        dispatcher: this.agent,
        headers: {
          ...signedHeaders(sending),
          'content-type': sending.contentType,
          'user-agent': 'Interlock',
        },
        body: sending.body,
        signal: AbortSignal.any([sending.signal, AbortSignal.timeout(WHOLE_MS_MAX)]),
      })
      // what comes behind the status changes nothing: neither a stream without end nor one that breaks off
      await body.dump({ limit: ANSWER_BYTES_MAX }).catch(() => undefined)
      return failureOf(statusCode, headers['retry-after'])
    } catch (error) {
      return { code: codeOf(error) }
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy()
  }
}

function signedHeaders({ id, body, secrets }: Sending): Record<string, string> {
  const at = new Date()
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
}

function failureOf(status: number, retryAfter: string | string[] | undefined): SendingFailure | undefined {
  if (status >= 200 && status < 300) return undefined
  if (status === GONE) return { code: 'HUB_WEBHOOK_GONE', status }
  if (status >= 300 && status < 400) return { code: 'HUB_WEBHOOK_REDIRECT', status }
  const seconds = Number(retryAfter)
  return {
    code: 'HUB_WEBHOOK_REFUSED',
    status,
    ...(Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {}),
  }
}

class AddressRefused extends Error {}

/** As node:dns looks names up, but it gives nothing unless every address may be reached. */
function checkedLookup(localHosts: ReadonlySet<string>): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      const isAllowed = localHosts.has(hostname) || addresses.every(({ address }) => isPublicAddress(address))
      const [first] = addresses
      if (!isAllowed || first === undefined) return callback(new AddressRefused('not public'), '', 0)
      if (options.all === true) return callback(null, addresses)
      return callback(null, first.address, first.family)
    })
  }
}

function codeOf(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; cause = cause.cause, depth += 1) {
    if (cause instanceof AddressRefused) return 'HUB_WEBHOOK_ADDRESS'
    if (cause.name === 'TimeoutError' || isTimeout(cause)) return 'HUB_WEBHOOK_TIMEOUT'
  }
  return 'HUB_WEBHOOK_UNREACHABLE'
}

function isTimeout(error: Error): boolean {
  return (
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError
  )
}
