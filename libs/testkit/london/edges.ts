import { setTimeout as pause } from 'node:timers/promises'

/** The agencies whose systems act in the scenario. */
export const EDGES = ['courts', 'police', 'probation', 'prisons', 'immigration'] as const
export type Edge = (typeof EDGES)[number]
/** Whose systems speak to them; SOCA has no edge of its own. */
export type Speaker = Edge | 'soca'

export interface EdgeAddresses {
  urls: Readonly<Record<Edge, string>>
  /** An access token of a client of that organisation. */
  token(organisation: Speaker): Promise<string>
  /** Shows the certificate that the tokens are bound to, where they are. */
  fetch?: typeof fetch
}

export interface Answer {
  status: number
  text: string
}

type Body = string | Uint8Array | (() => AsyncIterable<Uint8Array>)

/** An edge that was killed is up again within half a minute, or it is not. */
const TRIES_MAX = 120
const PAUSE_MS = 250
const AGAIN: readonly number[] = [429, 502, 503, 504]

/**
 * The agencies' own systems as callers of their edges: persistent, as such systems are. A call that broke off, or was told
 * to come back, is made again with the same bytes; everything an edge takes may come twice.
 */
export class Edges {
  constructor(private readonly addresses: EdgeAddresses) {}

  /** @param body a function where it is a stream, so that it can be sent again from its beginning */
  async call(
    edge: Edge,
    method: string,
    path: string,
    contentType: string,
    body: Body,
    speaker: Speaker = edge,
  ): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      const answer = await this.once(edge, method, path, contentType, body, speaker)
      if (answer !== undefined && !AGAIN.includes(answer.status)) return answer
      if (tries === TRIES_MAX) return answer ?? { status: 0, text: 'no answer' }
      await pause(PAUSE_MS)
    }
  }

  private async once(
    edge: Edge,
    method: string,
    path: string,
    contentType: string,
    body: Body,
    speaker: Speaker,
  ): Promise<Answer | undefined> {
    const url = this.addresses.urls[edge] + path
    try {
      const { fetch = globalThis.fetch } = this.addresses
      const answer = await fetch(url, {
        method,
        headers: {
          'content-type': contentType,
          authorization: `Bearer ${await this.addresses.token(speaker)}`,
        },
        body: (typeof body === 'function' ? body() : body) as string,
        duplex: 'half',
      } as RequestInit)
      return { status: answer.status, text: await answer.text() }
    } catch {
      return undefined
    }
  }
}
