import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Hub } from '#testkit/harness'

export interface Ran {
  code: number | null
  out: string
  errors: string
}

/** The secret that the harness gives every application. */
export const LEDGER_SECRET = 'a secret of tests'

/** Runs the operator's tool against a hub of a test, as an operator would, and waits for its end. */
export async function interlock(hub: Hub, args: readonly string[], input = ''): Promise<Ran> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=TimeoutNegativeWarning', join('dist', 'tools', 'interlock', 'main.js'), ...args],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...hub.environmentOf('operator'),
        LEDGER_SECRET,
        ...Object.fromEntries(
          [...hub.apps.values()].map(({ app, port }) => [`PORT_${app.toUpperCase()}`, String(port)]),
        ),
      },
    },
  )
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, out, errors }
}
