import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from './repository-root.js'

/**
 * The servers' part of `.interlock/credentials.json`, mode 600: secrets of the local stack, made at its first start and never
 * printed. Other sections (the identity provider's `clients`) belong to others and are left as they are.
 */
export interface Credentials {
  /** user of the broker → password */
  readonly kafka: Readonly<Record<string, string>>
  readonly postgres: { readonly user: string; readonly password: string }
  /** LEDGER_SECRET: behind the salts of the disclosure ledger */
  readonly ledger: string
}

const organisations = readdirSync(join(repositoryRoot(), 'contracts', 'organisations'))
  .map((file) => file.replace(/\.yaml$/, ''))
  .filter((organisation) => organisation !== 'hub')
  .sort()

/** Principals of the broker that are ours whatever the contracts say. */
export const kafkaAppUsers: readonly string[] =
  'admin broker intake register exchange reconciler delivery operator'.split(' ')

/**
 * Every principal of the broker: `admin` for set-up, `broker` for itself, one for each app that speaks to it, `operator` for
 * the CLI, and one for each organisation of the contracts.
 */
export const kafkaUsers: readonly string[] = [...kafkaAppUsers, ...organisations]

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

/** Reads the file, adds a secret for every name it lacks, and writes it back if anything was added. What is there is kept. */
export function ensureCredentials(home: string): Credentials {
  const found: Partial<Credentials> | undefined = readCredentials(home)
  const missing = kafkaUsers.filter((name) => found?.kafka?.[name] === undefined)
  const credentials: Credentials = {
    ...found,
    kafka: { ...found?.kafka, ...Object.fromEntries(missing.map((name) => [name, newSecret()])) },
    postgres: found?.postgres ?? { user: 'interlock', password: newSecret() },
    ledger: found?.ledger ?? newSecret(),
  }
  if (missing.length > 0 || found?.postgres === undefined || found.ledger === undefined)
    writeCredentials(home, credentials)
  return credentials
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
 * Hands the identity provider the secrets of clients that were made elsewhere, from a folder with a file for each, as the
 * compose file's `secrets` service makes them. A file that lists clients already is left as it is.
 */
export function importClients(folder: string, home: string): void {
  const found = (readCredentials(home) ?? {}) as Record<string, unknown>
  if (found['clients'] !== undefined) return
  const secrets = readdirSync(folder).map(
    (name) => [name, readFileSync(join(folder, name), 'utf8').trim()] as const,
  )
  // the console signs people in: the identity provider keeps it apart from the clients that act for themselves
  const clients = Object.fromEntries(secrets.filter(([name]) => name !== 'console'))
  const applications = secrets
    .filter(([name]) => name === 'console')
    .map(([applicationId, secret]) => ({ applicationId, secret }))
  writeCredentials(home, { ...found, clients, applications } as unknown as Credentials)
}
