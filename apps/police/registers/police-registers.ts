import { type HubClient, passRegister, type RegisterAnswer } from '#platform/edge'
import { orderKey, type PncRegister } from '../pnc/pnc-sandbox.js'
import { PNC_COLUMNS, pncRow } from './pnc-row.js'
import { VISOR_COLUMNS, visorRow } from './visor-row.js'
import { visorKey, type VisorRegister } from './visor-sandbox.js'

type Row = Record<string, unknown>

/** The two registers that are compared, each on its way to the hub and into its sandbox. */
export class PoliceRegisters {
  constructor(
    private readonly hub: HubClient,
    private readonly pnc: PncRegister,
    private readonly visor: VisorRegister,
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
      load: (rows: readonly Row[]) =>
        this.visor.load(rows.map((row) => ({ about: visorKey(row), data: row }))),
    }
    return passRegister(this.hub, register, stream, asAt)
  }
}
