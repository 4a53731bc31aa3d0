import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hub } from '#testkit/harness'

/** A line of a log that says what no log may say. */
export interface Leak {
  log: string
  said: string
  line: string
}

/** Everything that a hub's apps have written so far, held against words that are nobody's business; case is no disguise. */
export function leaksIn(hub: Hub, words: Iterable<string>): { leaks: Leak[]; lines: number } {
  const folder = join(hub.home, 'logs')
  const sought = [...new Set([...words].map((word) => word.toLowerCase()))]
  const leaks: Leak[] = []
  let lines = 0
  for (const log of readdirSync(folder)) {
    const text = readFileSync(join(folder, log), 'utf8')
    lines += text.split('\n').length
    const lower = text.toLowerCase()
    for (const said of sought) {
      const at = lower.indexOf(said)
      if (at >= 0) leaks.push({ log, said, line: text.slice(Math.max(0, at - 200), at + 100) })
    }
  }
  return { leaks, lines }
}
