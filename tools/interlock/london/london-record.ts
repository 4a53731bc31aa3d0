import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Truth } from '#testkit/london'

/** Which London lies in the data: kept beside them, and with it what the hub is never told. */
export interface LondonRecord {
  seed: number
  /** False while it is being played, and for good where that was interrupted. */
  isComplete: boolean
  /** Stream time when it ended. */
  endedAt?: number
  truth: Truth
}

/** No process of the hub may read this: here by its permissions, with compose by what is mounted (decision 0041). */
const fileIn = (home: string): string => join(home, 'truth', 'london.json')
export const truthFileIn = (home: string): string => join(home, 'truth', 'london-truth.json')

export function readLondonRecord(home: string): LondonRecord | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(home), 'utf8')) as LondonRecord
  } catch {
    return undefined
  }
}

export function writeLondonRecord(home: string, record: LondonRecord): void {
  mkdirSync(join(home, 'truth'), { recursive: true, mode: 0o700 })
  writeFileSync(fileIn(home), JSON.stringify(record), { mode: 0o600 })
  writeFileSync(truthFileIn(home), JSON.stringify(record.truth, null, 2), { mode: 0o600 })
  chmodSync(fileIn(home), 0o600)
}

export function removeLondonRecord(home: string): void {
  rmSync(fileIn(home), { force: true })
  rmSync(truthFileIn(home), { force: true })
}
