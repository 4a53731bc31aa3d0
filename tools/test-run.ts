import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { keepContracts } from '#platform/contracts'
import { dropDatabase } from '#testkit/harness'
import { makeMigratedDatabase } from './migrated-database.js'
import type { Servers } from './servers/index.js'
import { claimRunFolder, provideServers, repositoryRoot } from './servers/index.js'

/*
 * `npm test`: one pair of servers for every suite, one run of Jest over them, one summary whose last line is `N passed, N failed`.
 * --unit runs the pure specs, without servers; other arguments go to Jest.
 */

const root = repositoryRoot()
const home = resolve(process.env['INTERLOCK_HOME'] ?? join(root, '.interlock'))
const runFolder = claimRunFolder(home)
/** a run that takes longer hangs: npm test is meant to end within ten minutes on two cores */
const minutesMax = 30
/** when the verb was given, which was before installing and building */
const beganAt = Number(process.env['INTERLOCK_BEGAN']) || Date.now()
/** one that every app has migrated, of which each hub is given a copy */
const migratedDatabase = `migrated${process.pid}`
const unitOnly = process.argv.includes('--unit')
const given = process.argv.slice(2).filter((arg) => arg !== '--unit')

/** For two cores. Suites have topics and databases of their own, and those that kill apps kill their own: none runs alone. */
const workers = ['--maxWorkers', '2']
const jestArgs = [...(unitOnly ? ['--testMatch', '**/*.unit.spec.ts'] : []), ...workers, ...given]

interface JestResult {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numRuntimeErrorTestSuites: number
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

interface Outcome {
  passed: number
  failed: number
  skipped: number
  readonly failures: string[]
}

let running: ChildProcess | undefined
let servers: Servers | undefined
let interrupted: NodeJS.Signals | undefined
/** told in the summary, without being failures */
const notes: string[] = []

process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupt(name))
  const total: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [] }
  try {
    keepCheckedContracts()
    if (!unitOnly) await provide()
    if (interrupted === undefined) await runSuites(total)
  } catch (error) {
    total.failed += 1
    total.failures.push(`the run itself: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    await leaveServers().catch((error: unknown) =>
      total.failures.push(`stopping the servers: ${String(error)}`),
    )
    rmSync(runFolder, { recursive: true, force: true })
  }
  return summarise(total)
}

/** For every spec and every app that reads them; where they are refused, the specs that check them say why. */
function keepCheckedContracts(): void {
  try {
    keepContracts(join(root, 'contracts'), runFolder)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
  }
}

async function provide(): Promise<void> {
  servers = await provideServers({ home, purpose: 'test', ports: 'free', say })
  if (servers.how === 'environment') say('using the servers that the environment names')
  await makeMigratedDatabase(servers.postgres.adminUrl, migratedDatabase)
  servers.onDeath((_name, sentence) => {
    notes.push(sentence)
    say(sentence)
  })
}

async function leaveServers(): Promise<void> {
  // those that are ours take everything with them
  if (servers?.how === 'environment') await dropDatabase(servers.postgres.adminUrl, migratedDatabase)
  await servers?.stop()
}

async function runSuites(total: Outcome): Promise<void> {
  const resultFile = join(runFolder, 'jest.json')
  const args = [...jestArgs, '--passWithNoTests', '--json', '--outputFile', resultFile]
  const code = await runJest(args, resultFile)
  if (interrupted !== undefined) return
  if (!existsSync(resultFile)) {
    total.failed += 1
    total.failures.push(`Jest ended with code ${code} and no result`)
    return
  }
  const result = JSON.parse(readFileSync(resultFile, 'utf8')) as JestResult
  total.passed += result.numPassedTests
  // a suite that could not even be loaded has no tests to count
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites
  const endedWrong = failed === 0 && code !== 0 && result.success !== true
  total.failed += endedWrong ? 1 : failed
  total.skipped += result.numPendingTests
  if (endedWrong) total.failures.push(`Jest ended with code ${code} though no test failed`)
  for (const suite of result.testResults) {
    const titles = suite.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => fullName)
    const broken = titles.length === 0 && suite.status === 'failed' ? ['could not be run'] : titles
    total.failures.push(...broken.map((title) => `${relative(root, suite.name)}: ${title}`))
  }
}

function runJest(args: readonly string[], resultFile: string): Promise<number> {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js')
  const admin = servers?.kafka.admin
  const child = spawn(process.execPath, ['--experimental-vm-modules', '--no-warnings', jest, ...args], {
    cwd: root,
    // with --json the report goes to stderr, and stdout holds one line about the file
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      INTERLOCK_HOME: runFolder,
      NODE_COMPILE_CACHE: join(root, '.interlock', 'compile-cache'),
      ...(servers === undefined
        ? {}
        : {
            ...servers.environmentOf('admin'),
            ...ownLogins(servers),
            INTERLOCK_SERVERS: servers.handle,
            INTERLOCK_MIGRATED_DATABASE: migratedDatabase,
          }),
      ...(admin === undefined ? {} : { KAFKA_USERNAME: admin.username, KAFKA_PASSWORD: admin.password }),
    },
  })
  running = child
  const hangs = setTimeout(() => {
    say(`stopped after ${minutesMax} minutes: a test hangs`)
    child.kill('SIGKILL')
  }, minutesMax * 60_000)
  // all tests are over but something keeps Jest alive: the result counts, the leak is told
  const lingers = setInterval(() => {
    if (!existsSync(resultFile)) return
    if (++lingering < 15) return
    notes.push(
      'Jest did not end by itself: a test leaves something open (npx jest --detectOpenHandles finds it)',
    )
    child.kill('SIGKILL')
  }, 1_000)
  let lingering = 0
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => {
      clearTimeout(hangs)
      clearInterval(lingers)
      running = undefined
      resolve(code ?? 1)
    })
  })
}

/** Each app's and each organisation's own login, as `KAFKA_USERNAME_<APP>` and `KAFKA_PASSWORD_<APP>`. */
function ownLogins({ kafka }: Servers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(kafka.users).flatMap(([app, { username, password }]) => {
      const name = app.toUpperCase().replaceAll('-', '_')
      return [
        [`KAFKA_USERNAME_${name}`, username],
        [`KAFKA_PASSWORD_${name}`, password],
      ]
    }),
  )
}

function summarise({ passed, failed, skipped, failures }: Outcome): number {
  const lines = ['']
  if (interrupted !== undefined) lines.push(`interrupted by ${interrupted}`)
  lines.push(...failures.map((failure) => `FAILED  ${failure}`), ...notes.map((note) => `NOTE    ${note}`))
  if (failed > 0 && servers?.how === 'local')
    lines.push(`the servers' logs: ${relative(process.cwd(), join(home, 'logs'))}/test-*.log`)
  if (passed + failed === 0 && interrupted === undefined)
    lines.push('no test was found, which is not success')
  if (skipped > 0) lines.push(`${skipped} skipped`)
  lines.push(`in ${((Date.now() - beganAt) / 1000).toFixed(0)} s`, `${passed} passed, ${failed} failed`)
  process.stdout.write(`${lines.join('\n')}\n`)
  if (interrupted !== undefined) return 130
  return failed === 0 && passed > 0 ? 0 : 1
}

function interrupt(name: NodeJS.Signals): void {
  interrupted ??= name
  running?.kill('SIGTERM')
}

function say(line: string): void {
  process.stderr.write(`[${((Date.now() - beganAt) / 1000).toFixed(0).padStart(3)} s] ${line}\n`)
}
