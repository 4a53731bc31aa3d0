import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Resident memory of a process in bytes, or undefined where it is gone. */
export function residentBytes(pid: number): number | undefined {
  const file = `/proc/${pid}/status`
  if (existsSync(file)) {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024
  }
  const { status, stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 ? Number(stdout.trim()) * 1_024 : undefined
}

/**
 * By how much the last quarter of the samples lies above the third, medians of each. In the first half a process compiles what
 * it runs, fills its caches, and lets its heap grow to what it needs.
 */
export function growthBytes(samples: readonly number[]): number {
  const [, , third = [], last = []] = quarters(samples)
  return median(last) - median(third)
}

export function quarters(samples: readonly number[]): number[][] {
  const cut = (quarter: number): number => Math.floor((samples.length * quarter) / 4)
  return [0, 1, 2, 3].map((quarter) => samples.slice(cut(quarter), cut(quarter + 1)))
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
