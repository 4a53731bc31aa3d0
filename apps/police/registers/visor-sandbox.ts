import { SandboxRegister, type SandboxTransaction } from '#platform/edge'
import type { Pool } from '#platform/postgres'
import { orderKey } from '../pnc/pnc-sandbox.js'
import { said } from './order-row.js'

/** A row of ViSOR's orders, as contract data. */
export type VisorRow = Record<string, unknown>

/** An order as somebody records it in ViSOR. */
export interface VisorRecording extends SandboxTransaction {
  row: VisorRow
}

export type VisorRegister = SandboxRegister<VisorRecording, VisorRow>

/** A sandbox that stands for ViSOR's orders. */
export function visorSandbox(pool: Pool): VisorRegister {
  return new SandboxRegister(pool, 'visor', recorded)
}

/** The key of one order as one ViSOR record holds it. */
export function visorKey(row: VisorRow): string {
  return `${orderKey(row)} ${String(row['visorRef'])}`
}

/** Done wrongly, an order is recorded without its end, and without the last of its prohibitions where it has several. */
function recorded(_before: VisorRow | undefined, { row }: VisorRecording, wrongly: boolean): VisorRow {
  if (!wrongly) return row
  const conditions = row['conditions'] as string[]
  const kept = conditions.length > 1 ? conditions.slice(0, -1) : conditions
  return said({ ...row, endsOn: undefined, conditions: kept })
}
