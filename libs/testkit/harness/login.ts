import { readClients, TokenSource } from '#platform/security'
import type { Hub } from './hub.js'

/** An organisation's system as it logs in: client credentials at the hub's own identity provider, which must run. */
export function loginOf(hub: Hub, organisation: string): TokenSource {
  const { clientId, clientSecret } = readClients(hub.home).find((client) => client.clientId === organisation)!
  return new TokenSource({
    issuer: `http://127.0.0.1:${hub.app('identity').port}`,
    clientId,
    clientSecret,
  })
}
