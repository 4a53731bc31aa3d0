import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beganAt, isAlive } from './process-record.js'

/** Notes in the folder that its servers are this process's to stop. */
export function claim(folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid: process.pid, began: beganAt(process.pid) }))
}

/** Whether the process that claimed the folder still runs (it may be this one). */
export function ownerLives(folder: string): boolean {
  try {
    return isAlive(
      JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as { pid: number; began: string },
    )
  } catch {
    return false
  }
}
