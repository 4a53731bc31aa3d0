import { readdirSync, readFileSync } from 'node:fs'
import type { Servers } from '../tools/servers/index.js'

/** Milliseconds of CPU per 1,000 messages; NaN where the system does not say. */
export interface CpuTime {
  own: number
  postgres: number
  kafka: number
}

/** What some processes and the two servers spend. Unlike a rate, it hardly depends on what else the machine is doing. */
export class CpuMeter {
  private before: CpuTime

  constructor(
    private readonly servers: Servers,
    private readonly pids: readonly (number | undefined)[],
  ) {
    this.before = this.read()
  }

  reset(): void {
    this.before = this.read()
  }

  per(messages: number): CpuTime {
    const after = this.read()
    const each = (name: keyof CpuTime): number => ((after[name] - this.before[name]) * 1000) / messages
    return { own: each('own'), postgres: each('postgres'), kafka: each('kafka') }
  }

  private read(): CpuTime {
    const { kafka, postgres } = this.servers.processes
    return {
      own: this.pids.reduce<number>((sum, pid) => sum + (cpuMsOf(pid) ?? NaN), 0),
      postgres: cpuMsOf(postgres?.pid(), true) ?? NaN,
      kafka: cpuMsOf(kafka?.pid()) ?? NaN,
    }
  }
}

/** Linux counts in hundredths of a second (`getconf CLK_TCK`). */
const TICK_MS = 10

/** Milliseconds of CPU that a process and its children have used; undefined where the system does not say. */
function cpuMsOf(pid: number | undefined, withChildren = false): number | undefined {
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
