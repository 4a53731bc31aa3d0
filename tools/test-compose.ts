import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './servers/ports.js'
import { compose, composeDown } from './servers/by-compose.js'
import { PUBLISHED_PORTS } from './servers/compose-ports.js'
import { engineAnswers } from './servers/docker-engine.js'
import { repositoryRoot } from './servers/repository-root.js'
import type { ComposeStack } from './servers/types.js'

/*
 * `npm run test:compose`: docker-compose.yml as a newcomer would use it. Builds the image, brings everything up until it is
 * healthy, plays a small London through the operator's tool, compares what was found with the truth, and takes all of it down
 * again, data included. Exit 0: everything the scenario broke was found, and nothing else. --keep leaves it up.
 */

const scenario = ['small-london', '--seed', '7'] as const
const truthFile = '/var/lib/interlock/truth/london-truth.json'
const began = performance.now()

process.exitCode = await main()

async function main(): Promise<number> {
  if (!(await engineAnswers())) {
    process.stderr.write(
      'No Docker engine answers (DOCKER_HOST, else /var/run/docker.sock): start one and try again.\n',
    )
    return 2
  }
  const stack = await ownStack()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => void composeDown(stack, true).finally(() => process.exit(130)))
  }
  try {
    await step('building the image', () => compose(stack, ['build', '--quiet'], true))
    await step('bringing everything up', () =>
      compose(stack, ['up', '--detach', '--wait', '--wait-timeout', '600']),
    )
    await step('playing a small London', () => cli(stack, ['play', ...scenario]))
    process.stdout.write(
      await step('comparing what was found with the truth', () => cli(stack, ['score', truthFile])),
    )
    process.stdout.write(
      await step('checking that every message is accounted for', () => cli(stack, ['conservation'])),
    )
    say('passed')
    return 0
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    await keepLogs(stack)
    return 1
  } finally {
    if (process.argv.includes('--keep')) say(`left up as the project ${stack.project}`)
    else await step('taking it down', () => composeDown(stack, true))
  }
}

/** Ports and a name of its own: it may run beside `npm start` and beside itself. */
async function ownStack(): Promise<ComposeStack> {
  const ports = await Promise.all(
    PUBLISHED_PORTS.map(async (name) => [name, String(await freePort())] as const),
  )
  return {
    project: `interlock-test-${process.pid}`,
    ports: { postgres: await freePort(), kafka: await freePort() },
    published: Object.fromEntries(ports),
  }
}

/** The operator's tool inside the stack; rejects unless it exits 0. */
function cli(stack: ComposeStack, args: readonly string[]): Promise<string> {
  return compose(stack, ['run', '--rm', '--no-TTY', 'cli', ...args])
}

async function keepLogs(stack: ComposeStack): Promise<void> {
  const logs = await compose(stack, ['logs', '--no-color', '--timestamps']).catch(String)
  const folder = join(process.env['INTERLOCK_HOME'] ?? join(repositoryRoot(), '.interlock'), 'logs')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `test-compose-${process.pid}.log`)
  writeFileSync(file, logs)
  process.stderr.write(`${logs.split('\n').slice(-40).join('\n')}\nall logs: ${file}\n`)
}

async function step<T>(title: string, deed: () => Promise<T>): Promise<T> {
  const from = performance.now()
  say(title)
  const result = await deed()
  say(`${title}: done (${((performance.now() - from) / 1000).toFixed(1)} s)`)
  return result
}

function say(line: string): void {
  process.stderr.write(`[${((performance.now() - began) / 1000).toFixed(0).padStart(3)} s] ${line}\n`)
}
