import { readdirSync, readFileSync, rmSync, writeFileSync, existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { environmentFor } from './environment-of.js'
import { guard } from './guard.js'
import { forgetLocal, localAccess, localProcess, startLocal, stopLocal, watchLocal } from './local-servers.js'
import { beganAt, isAlive } from './process-record.js'
import type { LocalStack, ProvideOptions, Servers } from './types.js'

/**
 * Both servers as processes of this machine. For `start` in `home` itself, where the data stays; for `test` in a folder of
 * this run (`home/test/<pid>`), deleted at the end. What a killed run left behind is stopped and deleted first.
 */
export async function provideLocal({
  home,
  purpose,
  ports,
  say = () => undefined,
}: ProvideOptions): Promise<Servers> {
  const root = resolve(home)
  if (purpose === 'test') await clearAbandoned(root, say)
  const stack = purpose === 'start' ? startStack(root) : testStack(root)
  const standDown = guard({ how: 'local', stack, forget: purpose === 'test' })
  let started: string[]
  try {
    started = await startLocal(stack, ports, say)
  } catch (error) {
    if (purpose === 'test') await forgetTest(stack)
    standDown()
    throw error
  }
  const stop = async (): Promise<void> => {
    if (purpose === 'test') await forgetTest(stack)
    else await stopLocal(stack, started)
    standDown()
  }
  // what ran before us (interlock up --detach) is not ours to end, also not when we are killed
  if (purpose === 'start' && started.length === 0) standDown()
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
    environmentOf: environmentFor(kafka, adminUrl, credentials.ledger),
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
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid: process.pid, began: beganAt(process.pid) }))
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
    if (ownerLives(folder, Number(name))) continue
    say(`clearing what an interrupted run left in ${folder}`)
    await forgetTest({ folder, home: folder, logs: join(home, 'logs', 'test') })
  }
}

function ownerLives(folder: string, pid: number): boolean {
  try {
    return isAlive(
      JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as { pid: number; began: string },
    )
  } catch {
    // not yet written, or never: believe a process of that number
    return beganAt(pid) !== undefined
  }
}

async function forgetTest(stack: LocalStack): Promise<void> {
  await forgetLocal(stack)
  rmSync(stack.folder, { recursive: true, force: true })
}
