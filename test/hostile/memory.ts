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
 * By how much the second half of the samples lies above the first, medians of each; the first fifth is left out, in which a
 * process compiles what it runs and fills its caches.
 */
export function growthBytes(samples: readonly number[]): number {
  const settled = samples.slice(Math.floor(samples.length / 5))
  const half = Math.floor(settled.length / 2)
  return median(settled.slice(half)) - median(settled.slice(0, half))
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
