import type { TranslatedRow } from '#platform/edge'
import {
  cell,
  type Cells,
  conditionsCell,
  courtCell,
  dayCell,
  neededCell,
  orderCell,
  said,
  sexCell,
  slashedPnc,
  translated,
  Unreadable,
} from './order-row.js'

export const PNC_COLUMNS = [
  ...['PNCID', 'NAME', 'DOB', 'SEX', 'OU', 'ORDER_REF', 'ORDER_CODE', 'IMPOSED', 'EXPIRES'],
  ...['MARKER', 'CONDITIONS_HELD', 'CONDITIONS'],
] as const

const ACTIONS: Readonly<Record<string, string>> = { LIVE: 'applied', REMOVED: 'removed' }
const HELD: Readonly<Record<string, string>> = { F: 'full', P: 'partial', N: 'none' }

/** A row of the PNC's order markers as `pnc.marker.updated` data: how the marker stands, as if it had just been said. */
export function pncRow(row: Cells): TranslatedRow {
  return translated(row, { court: 'OU', order: 'ORDER_REF' }, dataOf)
}

function dataOf(row: Cells): Record<string, unknown> {
  const action = ACTIONS[neededCell(row, 'MARKER').toUpperCase()]
  if (action === undefined) throw new Unreadable('MARKER is neither LIVE nor REMOVED.')
  const conditionsOnPnc = HELD[neededCell(row, 'CONDITIONS_HELD').toUpperCase()]
  if (conditionsOnPnc === undefined) throw new Unreadable('CONDITIONS_HELD is none of F, P, N.')
  const conditions = conditionsCell(row, 'CONDITIONS')
  const [surname, forenames = ''] = neededCell(row, 'NAME').split('/')
  return said({
    person: said({
      name: { forenames, surname },
      dateOfBirth: dayCell(row, 'DOB'),
      sex: sexCell(row, 'SEX'),
      pnc: slashedPnc(cell(row, 'PNCID')),
    }),
    courtCode: courtCell(row, 'OU'),
    orderId: orderCell(row, 'ORDER_REF'),
    action,
    conditionsOnPnc,
    orderType: neededCell(row, 'ORDER_CODE').toUpperCase(),
    madeOn: dayCell(row, 'IMPOSED'),
    endsOn: dayCell(row, 'EXPIRES'),
    conditions: conditions.length > 0 ? conditions : undefined,
  })
}
