import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceFile } from '#core/catalogue'
import { sha256 } from '#core/kernel'

const FILE = 'contracts-read.json'

interface Kept {
  /** of the paths and texts that the values were read from */
  digest: string
  values: Record<string, unknown>
}

/** Keeps in `home` what files say that passed every check. */
export function writeKept(home: string, files: readonly SourceFile[]): void {
  const values = Object.fromEntries(files.map(({ path, value }) => [path, value]))
  const kept: Kept = { digest: digestOf(files), values }
  const place = join(home, FILE)
  // with servers of another's keeping nothing has needed the folder yet
  mkdirSync(home, { recursive: true })
  writeFileSync(`${place}.${process.pid}`, JSON.stringify(kept))
  renameSync(`${place}.${process.pid}`, place)
}

/** The files with what they say, if exactly these were kept in `home`. */
export function readKept(home: string, files: readonly SourceFile[]): SourceFile[] | undefined {
  const place = join(home, FILE)
  if (!existsSync(place)) return undefined
  const { digest, values } = JSON.parse(readFileSync(place, 'utf8')) as Kept
  return digest === digestOf(files) ? files.map((file) => ({ ...file, value: values[file.path] })) : undefined
}

function digestOf(files: readonly SourceFile[]): string {
  return sha256(JSON.stringify(files.map(({ path, text }) => [path, text])))
}
