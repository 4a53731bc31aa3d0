import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `.interlock/credentials.json`, mode 600: the secrets of the local stack, made at its first start and never printed.
 * `clients` (OAuth 2 client id → secret) and `people` (name → password) belong to the identity provider's callers.
 */
export interface Credentials {
  readonly kafka: Readonly<Record<string, string>>
  readonly postgres: { readonly user: string; readonly password: string }
  /** LEDGER_SECRET: behind the salts of the disclosure ledger */
  readonly ledger: string
  readonly clients: Readonly<Record<string, string>>
  readonly people: Readonly<Record<string, string>>
}

/** Every principal of the broker: one per application, `operator` for the CLI, `admin` for set-up, `broker` for itself. */
export const kafkaUsers = [
  'admin',
  'broker',
  'intake',
  'register',
  'exchange',
  'reconciler',
  'delivery',
  'courts',
  'police',
  'operator',
] as const

/** 192 bits, in letters that need no quoting in URLs, properties files or shells. */
export function newSecret(): string {
  return randomBytes(24).toString('base64url')
}

export function readCredentials(home: string): Credentials | undefined {
  try {
    return JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8')) as Credentials
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Reads the file, adds a secret for every name it lacks (Kafka users always; `clients` and `people` as wanted), and writes
 * it back if anything was added. What is there is kept.
 */
export function ensureCredentials(
  home: string,
  wanted: { clients?: readonly string[]; people?: readonly string[] } = {},
): Credentials {
  const found = readCredentials(home)
  const credentials: Credentials = {
    kafka: withSecrets(found?.kafka, kafkaUsers),
    postgres: found?.postgres ?? { user: 'interlock', password: newSecret() },
    ledger: found?.ledger ?? newSecret(),
    // a list is the identity provider's, written by ensureClients of libs/platform/security: kept as it is
    clients: Array.isArray(found?.clients)
      ? found.clients
      : withSecrets(found?.clients, wanted.clients ?? []),
    people: withSecrets(found?.people, wanted.people ?? []),
  }
  if (JSON.stringify(found) !== JSON.stringify(credentials)) writeCredentials(home, credentials)
  return credentials
}

function withSecrets(
  found: Readonly<Record<string, string>> = {},
  names: readonly string[],
): Record<string, string> {
  return {
    ...found,
    ...Object.fromEntries(names.filter((name) => !(name in found)).map((name) => [name, newSecret()])),
  }
}

/** Replaces the file in one step, so that a reader never sees half of it. */
export function writeCredentials(home: string, credentials: Credentials): void {
  mkdirSync(home, { recursive: true })
  const file = join(home, 'credentials.json')
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}

/**
 * Takes the broker's, the database's and the ledger's secrets from a folder with a file for each (`postgres`, `ledger`,
 * `kafka/<user>`), as the compose file's `secrets` service makes them, into `home`.
 */
export function importSecrets(folder: string, home: string): void {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8').trim()
  const kafka = Object.fromEntries(
    readdirSync(join(folder, 'kafka')).map((name) => [name, read(`kafka/${name}`)]),
  )
  const postgres = { user: 'interlock', password: read('postgres') }
  writeCredentials(home, { ...ensureCredentials(home), kafka, postgres, ledger: read('ledger') })
}
