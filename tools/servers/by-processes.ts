import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { environmentFor } from './environment-of.js'
import { guard } from './guard.js'
import { forgetLocal, localAccess, localProcess, startLocal, stopLocal, watchLocal } from './local-servers.js'
import { claim, ownerLives } from './owner.js'
import { beganAt } from './process-record.js'
import type { LocalStack, ProvideOptions, Servers } from './types.js'

/**
 * Both servers as processes of this machine. For `start` in `home` itself, where the data stays: servers that another living
 * process provides are used and left to it, those that a killed one left behind are taken over. For `test` in a folder of this
 * run (`home/test/<pid>`), deleted at the end; what killed runs left behind is stopped and deleted first.
 */
export async function provideLocal(options: ProvideOptions): Promise<Servers> {
  const { home, purpose, ports, say = () => undefined } = options
  const root = resolve(home)
  if (purpose === 'test') await clearAbandoned(root, say)
  const stack = purpose === 'start' ? startStack(root) : testStack(root)
  if (purpose === 'start' && ownerLives(stack.folder)) {
    await startLocal(stack, ports, say)
    return localServers(stack, async () => undefined)
  }
  claim(stack.folder)
  const standDown = guard({ how: 'local', stack, forget: purpose === 'test' })
  const stop = async (): Promise<void> => {
    await (purpose === 'test' ? forgetTest(stack) : stopLocal(stack))
    rmSync(join(stack.folder, 'owner.json'), { force: true })
    standDown()
  }
  try {
    await startLocal(stack, ports, say)
  } catch (error) {
    await stop()
    throw error
  }
  return localServers(stack, stop)
}

/** The stack as a Servers, for whoever started it and for whoever found it running. */
export function localServers(stack: LocalStack, stop: () => Promise<void>): Servers {
  const { brokers, admin, users, adminUrl, credentials } = localAccess(stack)
  const kafka = { brokers, security: 'scram' as const, admin, users }
  const watches: (() => void)[] = []
  return {
    how: 'local',
    kafka,
    postgres: { adminUrl },
    processes: { kafka: localProcess(stack, 'kafka'), postgres: localProcess(stack, 'postgres') },
    handle: JSON.stringify({ how: 'local', stack }),
    environmentOf: environmentFor(kafka, { adminUrl }, credentials.ledger),
    onDeath: (callback) => void watches.push(watchLocal(stack, callback)),
    stop: async () => {
      for (const unwatch of watches.splice(0)) unwatch()
      await stop()
    },
  }
}

/** The servers of `npm run servers -- up`. */
export function sharedTestStack(home: string): LocalStack {
  const folder = join(resolve(home), 'test', 'shared')
  return { folder, home: folder, logs: join(resolve(home), 'logs', 'test-shared') }
}

/** The servers of `npm start` and of `interlock up`. */
export function startStack(home: string): LocalStack {
  const root = resolve(home)
  return { folder: root, home: root, logs: join(root, 'logs', 'server') }
}

/** Makes and claims the folder of this test run, so that no other run takes it for abandoned. */
export function claimRunFolder(home: string): string {
  const folder = join(resolve(home), 'test', String(process.pid))
  claim(folder)
  return folder
}

function testStack(home: string): LocalStack {
  const folder = claimRunFolder(home)
  return { folder, home: folder, logs: join(home, 'logs', 'test') }
}

async function clearAbandoned(home: string, say: (line: string) => void): Promise<void> {
  const runs = existsSync(join(home, 'test')) ? readdirSync(join(home, 'test')) : []
  for (const name of runs.filter((run) => /^\d+$/.test(run))) {
    const folder = join(home, 'test', name)
    // not yet claimed, or never: believe a process of that number
    if (
      ownerLives(folder) ||
      (!existsSync(join(folder, 'owner.json')) && beganAt(Number(name)) !== undefined)
    )
      continue
    say(`clearing what an interrupted run left in ${folder}`)
    await forgetTest({ folder, home: folder, logs: join(home, 'logs', 'test') })
  }
}

async function forgetTest(stack: LocalStack): Promise<void> {
  await forgetLocal(stack)
  rmSync(stack.folder, { recursive: true, force: true })
}
