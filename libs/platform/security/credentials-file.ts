import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fileOf = (home: string): string => join(home, 'credentials.json')

/** `<home>/credentials.json` of the local stack, whole: other sections belong to others. */
export function readCredentialsFile(home: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(fileOf(home), 'utf8')) as Record<string, unknown>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

/** In one step, so that no reader sees half of it; mode 600. */
export function writeCredentialsFile(home: string, content: object): void {
  mkdirSync(home, { recursive: true })
  const draft = `${fileOf(home)}.${process.pid}.draft`
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, fileOf(home))
}
