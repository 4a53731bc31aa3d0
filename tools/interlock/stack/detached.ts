import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { HubError } from '#core/kernel'
import { repositoryRoot } from '../../servers/repository-root.js'
import { tell } from '../answer.js'
import { readStackRecord } from './stack-record.js'

/** A first start fetches the broker as well. */
const READY_MS_MAX = 600_000

/** Starts the stack as a process of its own that outlives this one, and returns when everything answers. */
export async function startDetached(
  home: string,
  options: { simulatedClock?: string; fresh?: boolean },
): Promise<void> {
  const logs = join(home, 'logs')
  mkdirSync(logs, { recursive: true })
  const logFile = join(logs, 'stack.log')
  const log = openSync(logFile, 'w')
  const child = spawn(
    process.execPath,
    [
      '--enable-source-maps',
      join(repositoryRoot(), 'dist', 'tools', 'interlock', 'main.js'),
      'up',
      ...(options.fresh === true ? ['--fresh'] : []),
      ...(options.simulatedClock === undefined ? [] : ['--simulated-clock', options.simulatedClock]),
    ],
    { detached: true, stdio: ['ignore', log, log] },
  )
  closeSync(log)
  let ended = false
  child.once('exit', () => (ended = true))
  const deadline = performance.now() + READY_MS_MAX
  while (!isReady(home, child.pid)) {
    if (ended) throw new HubError('HUB_STACK_NOT_STARTED', lastLine(logFile), 'after-repair')
    if (performance.now() > deadline)
      throw new HubError(
        'HUB_STACK_NOT_STARTED',
        `It is not ready after ten minutes; see ${logFile}.`,
        'after-repair',
      )
    await pause(100)
  }
  child.unref()
  tell(`The hub is up (process ${child.pid}); its log is ${logFile}. Stop it with: npx interlock down`)
}

/** Also the clock, which is set last. */
function isReady(home: string, pid: number | undefined): boolean {
  const record = readStackRecord(home)
  return record?.pid === pid && record?.isReady === true
}

function lastLine(file: string): string {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return `The stack did not start: ${lines.at(-1) ?? 'it said nothing'} (the whole log is ${file})`
}
