import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from '../../servers/process-record.js'

/** What a running stack leaves on disk, mode 600, so that the operator's other commands find it. */
export interface StackRecord {
  /** The process that started everything and ends it. */
  pid: number
  began: string
  /** Everything is started and answers. */
  isReady: boolean
  clock: 'wall' | 'simulated'
  ports: Record<string, number>
  /** The operator's environment: servers, ports, secrets of the local stack. */
  environment: Record<string, string>
}

const fileIn = (home: string): string => join(home, 'stack.json')

/** The stack that runs from `home`, or undefined: a record whose process has gone counts for nothing. */
export function readStackRecord(home: string): StackRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(fileIn(home), 'utf8')) as StackRecord
    return isAlive(record) ? record : undefined
  } catch {
    return undefined
  }
}

export function writeStackRecord(home: string, record: StackRecord): void {
  mkdirSync(home, { recursive: true })
  const draft = `${fileIn(home)}.${process.pid}`
  writeFileSync(draft, JSON.stringify(record, null, 2), { mode: 0o600 })
  renameSync(draft, fileIn(home))
}

export function removeStackRecord(home: string): void {
  rmSync(fileIn(home), { force: true })
}
