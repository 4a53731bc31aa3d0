import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { forgetLocal, localAccess, localProcess, startLocal } from './local-servers.js'
import { sharedTestStack } from './by-processes.js'
import { importSecrets } from './credentials.js'

/* `npm run servers -- up | down | status`: test servers that stay up, for running one spec at a time. */

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

/** Inside the compose file: the secrets it made, from the folder given, into credentials.json. */
function importInto(): void {
  importSecrets(process.argv[3] ?? '/run/interlock/secrets', home)
}

const verbs: Record<string, () => Promise<void> | void> = { up, down, status, 'import-secrets': importInto }
const verb = verbs[process.argv[2] ?? '']
if (verb === undefined) {
  process.stderr.write('usage: npm run servers -- up | down | status\n')
  process.exitCode = 2
} else {
  await verb()
  process.exit()
}
