import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * What a started server leaves on disk, so that any later process finds it again: the pid and when that process began
 * (a pid alone may by then belong to somebody else), the port, and whether its end was asked for.
 */
export interface ProcessRecord {
  readonly name: string
  readonly pid: number
  /** opaque; equal only for the same process */
  readonly began: string
  readonly port: number
  /** a test killed it on purpose, or it is being stopped */
  readonly endExpected?: boolean
}

/** When the process began, as the system tells it; undefined if there is no such process. A zombie counts as gone. */
export function beganAt(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // after the command in brackets: state, then 18 fields, then the start time in clock ticks since boot (proc(5))
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      return fields[0] === 'Z' ? undefined : `${bootId()}/${fields[19]}`
    }
    const began = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return began === '' ? undefined : began
  } catch {
    return undefined
  }
}

let boot: string | undefined
function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return boot
}

/** Whether exactly this process still runs. */
export function isAlive(record: Pick<ProcessRecord, 'pid' | 'began'>): boolean {
  return beganAt(record.pid) === record.began
}

/** Writes `<folder>/<name>.json`, in one step for its readers. */
export function writeRecord(folder: string, record: ProcessRecord): void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${record.name}.json`)
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(record))
  renameSync(`${file}.${process.pid}`, file)
}

export function readRecord(folder: string, name: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as ProcessRecord
  } catch {
    return undefined
  }
}

export function readRecords(folder: string): ProcessRecord[] {
  let names: string[]
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
  return names.map((name) => readRecord(folder, name.slice(0, -5))).filter((record) => record !== undefined)
}

/**
 * Stops the processes recorded in the folder that still run (all, or those named), all at once: asked first, forced after
 * `patienceMs`. Returns the names of those that ran.
 */
export async function stopRecorded(
  folder: string,
  names?: readonly string[],
  patienceMs = 10_000,
): Promise<string[]> {
  const records = readRecords(folder).filter((record) => names?.includes(record.name) ?? true)
  const stopped = await Promise.all(records.map((record) => stopOne(folder, record, patienceMs)))
  return stopped.filter((name) => name !== undefined)
}

async function stopOne(
  folder: string,
  record: ProcessRecord,
  patienceMs: number,
): Promise<string | undefined> {
  const wasAlive = isAlive(record)
  if (wasAlive) {
    writeRecord(folder, { ...record, endExpected: true })
    signal(record.pid, 'SIGCONT') // one that a test froze would never hear the rest
    // PostgreSQL: SIGINT is the fast shutdown, SIGTERM waits for its clients
    signal(record.pid, record.name === 'postgres' ? 'SIGINT' : 'SIGTERM')
    if (!(await hasEnded(record, patienceMs))) {
      signal(record.pid, 'SIGKILL')
      await hasEnded(record, 5_000)
    }
  }
  rmSync(join(folder, `${record.name}.json`), { force: true })
  return wasAlive ? record.name : undefined
}

/** Waits until the process is gone; false if it still runs after `patienceMs`. */
export async function hasEnded(
  record: Pick<ProcessRecord, 'pid' | 'began'>,
  patienceMs: number,
): Promise<boolean> {
  const until = performance.now() + patienceMs
  while (isAlive(record)) {
    if (performance.now() > until) return false
    await pause(20)
  }
  return true
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // gone already
  }
}
