import { type HubClient, passRegister, type RegisterAnswer, SandboxRegister } from '#platform/edge'
import type { Pool } from '#platform/postgres'
import { orderKey, type PncRegister } from '../pnc/pnc-sandbox.js'
import { PNC_COLUMNS, pncRow } from './pnc-row.js'
import { VISOR_COLUMNS, visorRow } from './visor-row.js'

type Row = Record<string, unknown>

/** A sandbox that stands for ViSOR's orders: keeps the rows that went by, so that the real thing is plainly elsewhere. */
export function visorSandbox(pool: Pool): SandboxRegister {
  return new SandboxRegister(pool, 'visor', (before) => before ?? {})
}

/** One order as one ViSOR record holds it. */
export function visorEntry(row: Row): { about: string; data: Row } {
  return { about: `${orderKey(row)} ${String(row['visorRef'])}`, data: row }
}

/** The two registers that are compared, each on its way to the hub and into its sandbox. */
export class PoliceRegisters {
  constructor(
    private readonly hub: HubClient,
    private readonly pnc: PncRegister,
    private readonly visor: SandboxRegister,
  ) {}

  /** @throws Problem 422 HUB_EDGE_REGISTER_COLUMNS, HubError from the hub */
  passPnc(stream: AsyncIterable<Uint8Array>, asAt: string): Promise<RegisterAnswer> {
    const register = {
      columns: PNC_COLUMNS,
      type: 'pnc.marker.updated',
      unit: 'police/pnc-bureau',
      translate: pncRow,
      load: (rows: readonly Row[]) => this.pnc.load(rows.map((row) => ({ about: orderKey(row), data: row }))),
    }
    return passRegister(this.hub, register, stream, asAt)
  }

  /** @throws Problem 422 HUB_EDGE_REGISTER_COLUMNS, HubError from the hub */
  passVisor(stream: AsyncIterable<Uint8Array>, asAt: string): Promise<RegisterAnswer> {
    const register = {
      columns: VISOR_COLUMNS,
      type: 'jigsaw.order.recorded',
      unit: 'police/central-jigsaw',
      translate: visorRow,
      load: (rows: readonly Row[]) => this.visor.load(rows.map(visorEntry)),
    }
    return passRegister(this.hub, register, stream, asAt)
  }
}
