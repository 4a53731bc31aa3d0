import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { join, resolve } from 'node:path'
import { provideServers, repositoryRoot } from './servers/index.js'

/*
 * `npm run dev`: the servers once; after every change of a source or a contract the compiler (incremental, about a second), and
 * if it is content, the applications (`interlock up`) again. Arguments go to `interlock up`. The compiler's own watch mode is
 * not used: version 7.0.2 was seen to miss changes.
 */

const root = repositoryRoot()
const home = resolve(process.env['INTERLOCK_HOME'] ?? join(root, '.interlock'))
/** an editor writes several files at once */
const settleMs = 300
const servers = await provideServers({ home, purpose: 'start', ports: 'fixed', say })
servers.onDeath((_name, sentence) => say(sentence))

let applications: ChildProcess | undefined
let working: Promise<void> = Promise.resolve()
let settling: NodeJS.Timeout | undefined
for (const folder of ['apps', 'clients', 'libs', 'tools', 'contracts']) {
  if (!existsSync(join(root, folder))) continue
  watch(join(root, folder), { recursive: true }, (_event, file) => {
    if (file === null || !/\.(ts|ya?ml|json)$/.test(file) || file.endsWith('.spec.ts')) return
    clearTimeout(settling)
    settling = setTimeout(() => (working = working.then(rebuild)), settleMs)
  })
}
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void (ending ??= end()))
let ending: Promise<void> | undefined
working = restart()

async function rebuild(): Promise<void> {
  if (ending !== undefined) return
  const tsc = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', root, '--pretty', 'false'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  if (tsc.status === 0) await restart()
  else say(`${tsc.stdout}${tsc.stderr}not built; what ran before still runs`)
}

async function restart(): Promise<void> {
  await stopApplications()
  say('starting the applications')
  const program = join(root, 'dist', 'tools', 'interlock', 'main.js')
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=TimeoutNegativeWarning',
      '--enable-source-maps',
      program,
      'up',
      ...process.argv.slice(2),
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      // it stops in its own order when told, not when the terminal is
      detached: true,
    },
  )
  applications = child
  child.on('exit', () => {
    if (applications === child) applications = undefined
  })
}

async function stopApplications(): Promise<void> {
  const child = applications
  if (child === undefined) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function end(): Promise<void> {
  clearTimeout(settling)
  await working
  await stopApplications()
  await servers.stop()
  process.exit()
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
