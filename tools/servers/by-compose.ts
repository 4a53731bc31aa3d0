import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { containerServers } from './by-containers.js'
import { ensureCredentials, writeCredentials } from './credentials.js'
import { guard } from './guard.js'
import { kafkaAnswers } from './kafka-answers.js'
import { claim, ownerLives } from './owner.js'
import { fixedPorts, portOrFree } from './ports.js'
import { repositoryRoot } from './repository-root.js'
import type { ComposeStack, ContainerStack, ProvideOptions, Servers } from './types.js'

/** Only the two servers of docker-compose.yml; the applications run on this machine. Their data stays in volumes. */
export async function provideByCompose({ home, say = () => undefined }: ProvideOptions): Promise<Servers> {
  const began = performance.now()
  if (spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status !== 0) {
    throw new Error(
      'HUB_SERVERS_NO_COMPOSE: the engine answers, but the command "docker compose" does not work',
    )
  }
  const root = resolve(home)
  const stack = await composeStack(root)
  const others = ownerLives(root) && runningContainers(stack).length === 2
  if (!others) claim(root)
  const standDown = others ? () => undefined : guard({ how: 'compose', stack })
  const stop = async (): Promise<void> => {
    if (others) return
    await composeDown(stack)
    rmSync(join(root, 'owner.json'), { force: true })
    standDown()
  }
  try {
    if (!others) await compose(stack, ['up', '--detach', '--wait', '--quiet-pull', 'postgres', 'kafka'])
    const servers = containerServers(containersOf(stack, root), stop)
    if (!(await kafkaAnswers(servers.kafka.brokers, servers.kafka.admin, 60_000))) {
      throw new Error('HUB_SERVERS_KAFKA_DID_NOT_START: the container runs but does not let admin in')
    }
    say(
      `Kafka and PostgreSQL answer from docker-compose.yml (${((performance.now() - began) / 1000).toFixed(1)} s)`,
    )
    return servers
  } catch (error) {
    await stop().catch(() => undefined)
    throw error
  }
}

/** Removes the containers and the network; volumes, and with them the data, stay unless they are to be forgotten. */
export async function composeDown(stack: ComposeStack, forget = false): Promise<void> {
  const volumes = forget ? ['--volumes'] : []
  // the profile as well: what only its services use would otherwise stay
  await compose(stack, ['--profile', 'tools', 'down', '--remove-orphans', '--timeout', '20', ...volumes])
}

/** Runs docker compose on our file; rejects with the end of what it said. */
export function compose(stack: ComposeStack, args: readonly string[], show = false): Promise<string> {
  const file = join(repositoryRoot(), 'docker-compose.yml')
  const child = spawn('docker', ['compose', '--file', file, '--project-name', stack.project, ...args], {
    env: {
      ...process.env,
      PORT_POSTGRES: String(stack.ports.postgres),
      PORT_KAFKA: String(stack.ports.kafka),
      ...stack.published,
      ...(stack.given === undefined ? {} : { INTERLOCK_GIVEN_SECRETS: stack.given }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // out of reach of Ctrl-C: what was begun is ended in order
    detached: true,
  })
  return new Promise((resolve, reject) => {
    let said = ''
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-8_000)
      if (show) process.stderr.write(chunk)
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0
        ? resolve(said)
        : reject(
            new Error(
              `HUB_SERVERS_COMPOSE_FAILED: docker compose ${args.join(' ')}: ${errors.trim().split('\n').slice(-8).join('\n')}`,
            ),
          ),
    )
  })
}

async function composeStack(root: string): Promise<ComposeStack> {
  const file = join(root, 'compose.json')
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ComposeStack) : undefined
  if (before !== undefined && runningContainers(before).length > 0) return before
  const wish = (name: 'postgres' | 'kafka'): number =>
    Number(process.env[`PORT_${name.toUpperCase()}`]) || (before?.ports[name] ?? fixedPorts[name])
  const stack = {
    project: `${
      basename(dirname(root))
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '') || 'interlock'
    }-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`,
    ports: { postgres: await portOrFree(wish('postgres')), kafka: await portOrFree(wish('kafka')) },
    given: giveSecrets(root),
  }
  mkdirSync(root, { recursive: true })
  writeFileSync(file, JSON.stringify(stack))
  return stack
}

/** One set of secrets for both ways of running: those of credentials.json, which a volume of an earlier time may overrule. */
function giveSecrets(root: string): string {
  const { kafka, postgres, ledger } = ensureCredentials(root)
  const users = Object.entries(kafka).map(([name, secret]) => `kafka/${name} ${secret}`)
  const file = join(root, 'compose-secrets')
  writeFileSync(file, [`postgres ${postgres.password}`, `ledger ${ledger}`, ...users, ''].join('\n'), {
    mode: 0o600,
  })
  return file
}

function runningContainers(stack: ComposeStack): string[] {
  return ['postgres', 'kafka'].map((service) => containerId(stack, service)).filter((id) => id !== '')
}

function containerId(stack: ComposeStack, service: string): string {
  const filters = [
    `label=com.docker.compose.project=${stack.project}`,
    `label=com.docker.compose.service=${service}`,
  ]
  const done = spawnSync(
    'docker',
    ['ps', '-q', '--no-trunc', ...filters.flatMap((filter) => ['--filter', filter])],
    { encoding: 'utf8' },
  )
  return (done.stdout ?? '').trim()
}

/** Their passwords were made inside, by the service `secrets`; the host's copy is written to credentials.json. */
function containersOf(stack: ComposeStack, home: string): ContainerStack {
  const script =
    'cd /run/interlock/secrets && for f in postgres ledger kafka/*; do printf "%s %s\\n" "$f" "$(cat "$f")"; done'
  const id = containerId(stack, 'postgres')
  const done = spawnSync('docker', ['exec', id, 'sh', '-c', script], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`HUB_SERVERS_NO_SECRETS: ${done.stderr}`)
  const secrets = new Map(
    done.stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  )
  const kafka = [...secrets]
    .filter(([name]) => name.startsWith('kafka/'))
    .map(([name, secret]) => [name.slice('kafka/'.length), secret])
  const postgres = { user: 'interlock', password: secrets.get('postgres') ?? '' }
  const passwords = Object.fromEntries(kafka) as Record<string, string>
  writeCredentials(home, {
    ...ensureCredentials(home),
    kafka: passwords,
    postgres,
    ledger: secrets.get('ledger') ?? '',
  })
  return {
    project: stack.project,
    ledger: secrets.get('ledger') ?? '',
    kafka: { id: containerId(stack, 'kafka'), port: stack.ports.kafka, passwords },
    postgres: {
      id,
      url: `postgres://${postgres.user}:${postgres.password}@127.0.0.1:${stack.ports.postgres}/interlock`,
    },
  }
}
