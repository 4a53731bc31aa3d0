import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ProcessRecord } from './process-record.js'
import { beganAt, writeRecord } from './process-record.js'

export interface ServerCommand {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly port: number
  /** appended to; the previous start's is kept as `<file>.1` */
  readonly logFile: string
  readonly uid?: number
  readonly gid?: number
  readonly env?: NodeJS.ProcessEnv
}

/**
 * Starts a server in a session of its own, so that Ctrl-C in the terminal reaches us and not it, with its output in a file
 * that outlives us, and records it. Resolves when the process exists, not when it answers.
 */
export async function spawnServer(runFolder: string, server: ServerCommand): Promise<ProcessRecord> {
  mkdirSync(dirname(server.logFile), { recursive: true })
  if (existsSync(server.logFile)) renameSync(server.logFile, `${server.logFile}.1`)
  const log = openSync(server.logFile, 'a')
  const child = spawn(server.command, server.args, {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
    ...(server.uid === undefined ? {} : { uid: server.uid }),
    ...(server.gid === undefined ? {} : { gid: server.gid }),
    ...(server.env === undefined ? {} : { env: server.env }),
  })
  closeSync(log)
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  child.unref()
  const pid = child.pid ?? -1
  const record: ProcessRecord = { name: server.name, pid, began: beganAt(pid) ?? 'ended', port: server.port }
  writeRecord(runFolder, record)
  return record
}

/** The last lines of a log, for a message that says why a server did not start. */
export function tailOf(logFile: string, lines = 15): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } catch {
    return '(no log)'
  }
}
