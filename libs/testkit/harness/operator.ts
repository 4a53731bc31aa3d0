import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Hub } from './hub.js'

export interface Answer {
  exitCode: number
  stdout: string
  stderr: string
}

const OUTPUT_BYTES_MAX = 64 * 1024 * 1024
const ANSWER_MS_MAX = 90_000

/** Runs the operator's tool against a hub, as a process of its own: `npx interlock …`. */
export function interlock(hub: Hub, ...words: readonly string[]): Promise<Answer> {
  const program = join('dist', 'tools', 'interlock', 'main.js')
  const options = {
    env: { ...hub.surroundings },
    maxBuffer: OUTPUT_BYTES_MAX,
    timeout: ANSWER_MS_MAX,
  }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...words], options, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}
