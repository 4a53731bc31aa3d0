import { randomBytes } from 'node:crypto'
import { readCredentialsFile, writeCredentialsFile } from './credentials-file.js'
import { SCOPES, type ScopeName } from './principal.js'

/** An OAuth 2 client of the local stack, as `<home>/credentials.json` lists it under `clients`. */
export interface SystemClient {
  clientId: string
  clientSecret: string
  organisation: string
  units: '*' | string[]
  scopes: string[]
  /** Its tokens count only over TLS with the certificate that it showed when it asked for them (RFC 8705). */
  boundToCertificate?: boolean
}

const AGENCY_SCOPES: readonly ScopeName[] = [
  'events.publish',
  'extracts.publish',
  'receipts.read',
  'inbox.read',
  'inbox.acknowledge',
  'inbox.webhook',
  'gaps.read',
  'lists.read',
  'messages.read',
]

/** The clients in the file; none where it does not exist. */
export function readClients(home: string): SystemClient[] {
  const clients = readCredentialsFile(home)['clients']
  if (typeof clients !== 'object' || clients === null) return []
  return Object.values(clients).filter(isSystemClient)
}

/**
 * One client per organisation, named after it, that acts for all its units; and `operator` for the hub with every scope.
 * What is there is kept, other sections are left alone, and the file stays mode 600. Only the local stack uses this.
 */
export function ensureClients(home: string, organisations: Iterable<string>): SystemClient[] {
  const wanted = [
    ...[...organisations]
      .filter((organisation) => organisation !== 'hub')
      .map((organisation) => ({ clientId: organisation, organisation, scopes: [...AGENCY_SCOPES] })),
    { clientId: 'operator', organisation: 'hub', scopes: [...SCOPES] },
  ]
  const known = new Map(readClients(home).map((client) => [client.clientId, client]))
  const secrets = bareSecrets(home)
  for (const { clientId, organisation, scopes } of wanted)
    if (!known.has(clientId))
      known.set(clientId, {
        clientId,
        clientSecret: secrets[clientId] ?? newSecret(),
        organisation,
        units: '*',
        scopes,
      })
  const clients = [...known.values()]
  const content = readCredentialsFile(home)
  if (JSON.stringify(content['clients']) !== JSON.stringify(clients))
    writeCredentialsFile(home, { ...content, clients })
  return clients
}

/** Secrets that were made ahead of the clients, as client id → secret. */
function bareSecrets(home: string): Record<string, string> {
  const clients = readCredentialsFile(home)['clients']
  const entries = typeof clients === 'object' && clients !== null ? Object.entries(clients) : []
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** 256 bits: oidc-provider wants a secret at least as long as the digest it keys. */
function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

function isSystemClient(value: unknown): value is SystemClient {
  const client = value as Partial<SystemClient> | null
  return (
    typeof client?.clientId === 'string' &&
    typeof client.clientSecret === 'string' &&
    Array.isArray(client.scopes)
  )
}
