import { createServer } from 'node:net'

/**
 * Where the local stack listens unless PORT_POSTGRES or PORT_KAFKA say otherwise (the controller's port is Kafka's plus one).
 * 325 is the section of the Criminal Justice Act 2003 that made the duty to co-operate; below 32768, so that the system
 * does not hand them to outgoing connections.
 */
export const fixedPorts = { postgres: 23250, kafka: 23251 } as const

/** A port nobody listens on now. Another process may take it before it is used: callers try again. */
export function freePort(): Promise<number> {
  return listenOnce(0)
}

/** The wanted port if nobody listens on it, else one that is free. */
export async function portOrFree(wanted: number): Promise<number> {
  return listenOnce(wanted).catch(() => freePort())
}

/** Two neighbouring ports, for the broker and its controller. */
export async function portPairOrFree(wanted: number): Promise<number> {
  for (const first of [wanted, ...(await Promise.all(Array.from({ length: 20 }, freePort)))]) {
    const both = await Promise.all([listenOnce(first), listenOnce(first + 1)]).catch(() => undefined)
    if (both !== undefined) return first
  }
  throw new Error('HUB_SERVERS_NO_PORT: no two neighbouring ports are free on this machine')
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })
}
