import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { forgetLocal, localAccess, localProcess, startLocal } from './local-servers.js'
import { sharedTestStack } from './by-processes.js'
import { loadContracts } from '#platform/contracts'
import { importClients } from './credentials.js'
import { databaseNamed } from './from-environment.js'
import { planScript } from './plan.js'
import { repositoryRoot } from './repository-root.js'

/*
 * `npm run servers -- up | down | status`: test servers that stay up, for running one spec at a time.
 * `npm run --silent servers -- plan`: what an administrator makes on named servers, as a script.
 */

const home = process.env['INTERLOCK_HOME'] ?? '.interlock'
const stack = sharedTestStack(home)
const addresses = join(home, 'test-servers.json')

async function up(): Promise<void> {
  mkdirSync(home, { recursive: true })
  await startLocal(stack, 'free', say)
  const access = localAccess(stack)
  const content = {
    kafkaBrokers: access.brokers.join(','),
    kafkaSecurity: 'scram',
    kafkaUsername: access.admin.username,
    kafkaPassword: access.admin.password,
    kafkaUsers: access.users,
    databaseUrl: access.adminUrl,
  }
  writeFileSync(addresses, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  say(`addresses are in ${addresses}; stop them with: npm run servers -- down`)
}

async function down(): Promise<void> {
  rmSync(addresses, { force: true })
  await forgetLocal(stack)
  say('test servers are down, their data is gone')
}

function status(): void {
  for (const name of ['postgres', 'kafka'] as const) {
    const pid = existsSync(stack.folder) ? localProcess(stack, name).pid() : undefined
    say(`${name}: ${pid === undefined ? 'down' : `up, process ${pid}`}`)
    if (pid === undefined) process.exitCode = 1
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Inside the compose file: the clients' secrets that it made, from the folder given, into credentials.json. */
function importInto(): void {
  importClients(process.argv[3] ?? '/run/interlock/secrets/client', home)
}

/** For the hub that KAFKA_PREFIX and the path of DATABASE_URL, given or in a file, name; nothing is asked or made. */
function plan(): void {
  const { KAFKA_PREFIX: prefix = '', INTERLOCK_CONTRACTS: contracts } = process.env
  const catalogue = loadContracts(contracts ?? join(repositoryRoot(), 'contracts'))
  process.stdout.write(planScript({ catalogue, prefix, database: databaseNamed(process.env) }))
}

const verbs: Record<string, () => Promise<void> | void> = {
  up,
  down,
  status,
  plan,
  'import-clients': importInto,
}
const verb = verbs[process.argv[2] ?? '']
if (verb === undefined) {
  process.stderr.write('usage: npm run servers -- up | down | status | plan\n')
  process.exitCode = 2
} else {
  await verb()
  process.exit()
}
