import type { EventContract, GapKind, Restarts, Severity } from './catalogue.js'
import { stemOf } from './contract-files.js'
import type { Source } from './source.js'
import type { Workbench } from './workbench.js'

export interface ClockLine {
  due: string
  warn?: string
  of?: string
  onlyIf?: string
  expects?: string | string[]
  precededBy?: string
  evidence: string
}

export interface ObligationFile {
  obligation: string
  says: string
  source: string
  inForce?: string
  onePer: string | string[]
  kind?: GapKind
  each?: string
  opens: string | string[]
  expects?: string | string[]
  precededBy?: string
  within?: string
  match?: string
  conflicts?: string | string[]
  reopens?: string | string[]
  cancels?: string | string[]
  putRight?: { by: string; within: string }
  pausedWhile?: string
  wait?: string
  clocks: ClockLine[]
  severity: Severity
  ladder: Record<string, string[]>
  carries?: string[]
  restarts?: Restarts
  listed?: { daily: string; for: string[] }
}

/** One obligation as it is read: its file, and every version of every event that opens it. */
export interface Rule {
  bench: Workbench
  source: Source
  file: ObligationFile
  openings: readonly EventContract[]
  /** Whether every opening is known; otherwise nothing is said about what the openings lack. */
  isWhole: boolean
}

/** `RR-02-order-marked.v1.yaml` holds RR-02 at version 1. */
export function readVersion(bench: Workbench, source: Source, rule: string): number {
  const match = /^(RR-\d+[a-z]?)(?:-[a-z0-9-]+)?\.v([1-9]\d*)$/.exec(stemOf(source.file))
  if (match?.[1] === rule) return Number(match[2])
  bench.fault(
    source,
    [],
    'NAME',
    `A file of ${rule} is named ${rule}-<what it is about>.v<version>.yaml: rename ${stemOf(source.file)}.yaml.`,
  )
  return 1
}
