import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second (`getconf CLK_TCK`). */
const TICK_MS = 10

/** Milliseconds of CPU that a process and its children have used; undefined where the system does not say. */
export function cpuMsOf(pid: number | undefined, withChildren = false): number | undefined {
  if (pid === undefined) return undefined
  const own = ticksOf(pid)
  if (own === undefined) return undefined
  if (!withChildren) return own.ticks * TICK_MS
  const others = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ticksOf(Number(name)))
  return others.reduce(
    (sum, other) => sum + (other?.parent === pid ? other.ticks * TICK_MS : 0),
    own.ticksWithReaped * TICK_MS,
  )
}

/** proc_pid_stat(5): after the name in brackets come state, parent, …; user and system time are fields 14 and 15. */
function ticksOf(pid: number): { parent: number; ticks: number; ticksWithReaped: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const field = (number: number): number => Number(fields[number - 3])
    const ticks = field(14) + field(15)
    return { parent: field(4), ticks, ticksWithReaped: ticks + field(16) + field(17) }
  } catch {
    return undefined
  }
}
