import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { provideServers, repositoryRoot } from './servers/index.js'

/*
 * `npm run dev`: the servers once, the compiler watching, and the applications (`interlock up`) started again after every
 * successful compilation. Arguments go to `interlock up`.
 */

const root = repositoryRoot()
const home = resolve(process.env['INTERLOCK_HOME'] ?? join(root, '.interlock'))
const servers = await provideServers({ home, purpose: 'start', ports: 'fixed', say })
servers.onDeath((_name, sentence) => say(sentence))

let applications: ChildProcess | undefined
let restarting: Promise<void> = Promise.resolve()
const compiler = spawn(
  process.execPath,
  [
    join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    root,
    '--watch',
    '--preserveWatchOutput',
    '--pretty',
    'false',
  ],
  { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
)
compiler.stdout.setEncoding('utf8')
compiler.stdout.on('data', (text: string) => {
  process.stdout.write(text)
  if (text.includes('Found 0 errors')) restarting = restarting.then(restart)
})
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => void end())

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
  compiler.kill('SIGTERM')
  await restarting
  await stopApplications()
  await servers.stop()
  process.exit()
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
