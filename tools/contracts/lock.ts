import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { lockOf } from '#core/catalogue'
import { readContracts } from '#platform/contracts'

const HEADER =
  '# The hash of every published contract, written by `npm run contracts -- lock`. A published version never changes:\n' +
  '# a change is a new version in a file of its own.\n'

/** Adds the hash of each contract that has none. A changed one is refused, unless it is named in `replace`. */
export function lockContracts(
  dir: string,
  replace: readonly string[],
): { added: string[]; refused: string[] } {
  const path = join(dir, 'contracts.lock.yaml')
  const known =
    (existsSync(path) ? (parse(readFileSync(path, 'utf8')) as Record<string, string> | null) : {}) ?? {}
  const current = lockOf(readContracts(dir))
  const added: string[] = []
  const refused: string[] = []
  for (const [name, hash] of Object.entries(current)) {
    if (known[name] === hash) continue
    if (known[name] !== undefined && !replace.includes(name)) {
      refused.push(name)
      continue
    }
    known[name] = hash
    added.push(name)
  }
  const sorted = Object.fromEntries(Object.entries(known).sort(([a], [b]) => (a < b ? -1 : 1)))
  if (added.length > 0) writeFileSync(path, HEADER + stringify(sorted))
  return { added, refused }
}

/** Contracts that may still change, because their hash is not written down. */
export function unlocked(dir: string): string[] {
  const known = lockedIn(dir)
  return Object.keys(lockOf(readContracts(dir))).filter((name) => known[name] === undefined)
}

function lockedIn(dir: string): Record<string, string> {
  const path = join(dir, 'contracts.lock.yaml')
  return (existsSync(path) ? (parse(readFileSync(path, 'utf8')) as Record<string, string> | null) : {}) ?? {}
}
