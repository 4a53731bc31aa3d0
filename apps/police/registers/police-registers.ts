import type { PncSandbox } from '../pnc/pnc-sandbox.js'
import { PNC_COLUMNS, pncRow } from './pnc-row.js'
import type { PoliceRegister } from './register-extracts.js'
import { VISOR_COLUMNS, visorRow } from './visor-row.js'
import type { VisorSandbox } from './visor-sandbox.js'

export function pncRegister(sandbox: PncSandbox): PoliceRegister {
  return {
    columns: PNC_COLUMNS,
    type: 'pnc.marker.updated',
    unit: 'police/pnc-bureau',
    translate: pncRow,
    load: (rows) => sandbox.load(rows),
  }
}

export function visorRegister(sandbox: VisorSandbox): PoliceRegister {
  return {
    columns: VISOR_COLUMNS,
    type: 'jigsaw.order.recorded',
    unit: 'police/central-jigsaw',
    translate: visorRow,
    load: (rows) => sandbox.load(rows),
  }
}
