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
  translated,
  Unreadable,
} from './order-row.js'

export const VISOR_COLUMNS = [
  ...['VISOR_REF', 'SURNAME', 'FORENAMES', 'DATE_OF_BIRTH', 'SEX', 'PNC_ID', 'BOROUGH', 'FORCE'],
  ...['COURT_OU', 'COURT_ORDER_REF', 'ORDER_TYPE', 'DATE_MADE', 'DATE_ENDS', 'PROHIBITIONS'],
] as const

/** ViSOR spells out the kind of order; the contract has the short word. */
const KINDS: Readonly<Record<string, string>> = {
  'SEXUAL OFFENCES PREVENTION ORDER': 'SOPO',
  'NOTIFICATION ORDER': 'NO',
  'FOREIGN TRAVEL ORDER': 'FTO',
  'RISK OF SEXUAL HARM ORDER': 'RSHO',
  'VIOLENT OFFENDER ORDER': 'VOO',
}

/** A row of ViSOR's orders as `jigsaw.order.recorded` data. */
export function visorRow(row: Cells): TranslatedRow {
  return translated(row, { court: 'COURT_OU', order: 'COURT_ORDER_REF' }, dataOf)
}

function dataOf(row: Cells): Record<string, unknown> {
  const visorRef = neededCell(row, 'VISOR_REF')
  const orderType = KINDS[neededCell(row, 'ORDER_TYPE').toUpperCase()]
  if (orderType === undefined) throw new Unreadable('ORDER_TYPE is no order that ViSOR knows.')
  const madeOn = dayCell(row, 'DATE_MADE')
  if (madeOn === undefined) throw new Unreadable('DATE_MADE is empty.')
  const conditions = conditionsCell(row, 'PROHIBITIONS')
  if (conditions.length === 0) throw new Unreadable('PROHIBITIONS is empty.')
  return said({
    person: said({
      name: { forenames: cell(row, 'FORENAMES') ?? '', surname: neededCell(row, 'SURNAME') },
      dateOfBirth: dayCell(row, 'DATE_OF_BIRTH'),
      sex: sexCell(row, 'SEX'),
      pnc: cell(row, 'PNC_ID'),
      visor: visorRef,
    }),
    borough: cell(row, 'BOROUGH'),
    visorRef,
    force: neededCell(row, 'FORCE'),
    courtCode: courtCell(row, 'COURT_OU'),
    orderId: orderCell(row, 'COURT_ORDER_REF'),
    orderType,
    madeOn,
    endsOn: dayCell(row, 'DATE_ENDS'),
    conditions,
  })
}
