import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { repositoryRoot } from '../../servers/repository-root.js'

/**
 * Starts a watchdog that ends the applications recorded in `folder` as soon as this process has gone, however it went. The
 * function returned tells it to stand down.
 */
export function guardApplications(folder: string): () => void {
  const script = join(repositoryRoot(), 'dist', 'tools', 'interlock', 'stack', 'app-watchdog.js')
  const dog = spawn(process.execPath, [script, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  dog.on('error', () => undefined)
  dog.stdin.on('error', () => undefined)
  dog.unref()
  ;(dog.stdin as Writable & { unref(): void }).unref()
  return () => dog.stdin.end('stand down\n')
}
