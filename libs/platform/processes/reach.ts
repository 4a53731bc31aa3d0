import { existsSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { EDGE_APPS } from '#platform/config'

/** What a process may touch of the machine's files; everything else is refused with ERR_ACCESS_DENIED. */
export interface Reach {
  reads: string[]
  writes: string[]
}

/** What else an app reads or writes of `<home>`. */
const OF_HOME: Readonly<Record<string, { reads?: readonly string[]; writes?: readonly string[] }>> = {
  identity: { reads: ['credentials.json'], writes: ['identity-keys.json'] },
  // they log in at the hub as somebody
  ...Object.fromEntries(
    ['console', 'agencies', ...EDGE_APPS].map((app) => [app, { reads: ['credentials.json'] }]),
  ),
}
/** What one process hosts, each under its own name. */
const HOSTED: Readonly<Record<string, readonly string[]>> = { agencies: EDGE_APPS }
/** Templates and style sheets are read where their sources lie. */
const PROGRAM = ['dist', 'apps', 'libs', 'node_modules', 'package.json']
/** What prom-client measures a process by. Not the whole of /proc/self, through which every file can be reached. */
const OF_ITSELF = ['/proc/self/status', '/proc/self/limits', '/proc/self/fd']

/**
 * The files that `<root>/dist/apps/<app>/main.js` needs: the programs, the contracts, what its environment names, and of the
 * local stack's home only what is its own. What a scenario broke, which lies there too, no app can read (decision 0041).
 */
export function reachOf(app: string, program: string, environment: Readonly<Record<string, string>>): Reach {
  const root = resolve(program, '..', '..', '..', '..')
  const home = resolve(environment['INTERLOCK_HOME'] ?? '.interlock')
  const { reads = [], writes = [] } = OF_HOME[app] ?? {}
  const cache = environment['NODE_COMPILE_CACHE']
  const faults = environment['FAULT_DIRECTORY']
  const written = [
    ...writes.map((file) => join(home, file)),
    ...(cache === undefined ? [] : [resolve(cache)]),
    ...(faults === undefined ? [] : (HOSTED[app] ?? [app]).map((each) => resolve(faults, each))),
  ]
  return {
    reads: [
      ...PROGRAM.map((part) => join(root, part)),
      ...linkedFrom(join(root, 'node_modules')),
      resolve(environment['INTERLOCK_CONTRACTS'] ?? 'contracts'),
      ...['contracts-read.json', ...reads].map((file) => join(home, file)),
      ...filesNamed(environment),
      ...OF_ITSELF,
      ...written,
    ],
    writes: written,
  }
}

/** Node's permission model: files as listed, no other processes, no workers, no native code. */
export const permissionOptions = ({ reads, writes }: Reach): string[] => [
  '--permission',
  ...reads.map((path) => `--allow-fs-read=${path}`),
  ...writes.map((path) => `--allow-fs-write=${path}`),
]

const NAMES_A_FILE = /_FILE$|^OTEL_.*_(CERTIFICATE|CLIENT_KEY)$/
const FILES_OF_A_LOGIN = ['sslrootcert', 'sslcert', 'sslkey']

/** Secrets and certificates may be given by the name of a file, to PostgreSQL within its URL. */
function filesNamed(environment: Readonly<Record<string, string>>): string[] {
  const named = Object.entries(environment).flatMap(([name, value]) => {
    if (NAMES_A_FILE.test(name)) return [value]
    if (!name.startsWith('DATABASE_URL') || !URL.canParse(value)) return []
    const { searchParams } = new URL(value)
    return FILES_OF_A_LOGIN.map((key) => searchParams.get(key) ?? '')
  })
  return named.filter((file) => file !== '').map((file) => resolve(file))
}

/** Node resolves a linked folder before it reads of it. */
function linkedFrom(folder: string): string[] {
  const real = existsSync(folder) ? realpathSync(folder) : folder
  return real === folder ? [] : [real]
}
