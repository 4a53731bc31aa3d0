import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { repositoryRoot } from './repository-root.js'
import type { ComposeStack, ContainerStack, LocalStack } from './types.js'

/** What the watchdog is to end when its parent has gone. */
export type Guarded =
  | { readonly how: 'local'; readonly stack: LocalStack; readonly forget: boolean }
  | { readonly how: 'docker'; readonly stack: ContainerStack }
  | { readonly how: 'compose'; readonly stack: ComposeStack }

/**
 * Starts a watchdog that ends what is named as soon as this process has gone, however it went. The function returned tells it
 * to stand down. The watchdog runs from dist: without a build (a spec run from its sources) there is none.
 */
export function guard(guarded: Guarded): () => void {
  const script = join(repositoryRoot(), 'dist', 'tools', 'servers', 'watchdog.js')
  const dog = spawn(
    process.execPath,
    ['--disable-warning=TimeoutNegativeWarning', script, JSON.stringify(guarded)],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: dirname(fileURLToPath(import.meta.url)),
    },
  )
  dog.on('error', () => undefined)
  dog.stdin.on('error', () => undefined)
  dog.unref()
  ;(dog.stdin as Writable & { unref(): void }).unref()
  return () => dog.stdin.end('stand down\n')
}
