import { abbreviated, british, compact } from '../days.js'
import type { CourtOrder } from '../orders.js'

/** The three registers' native rows: three sets of column names, three ways to write a date, one order. */
const SEPARATOR = ' | '

export function courtHeader(): string {
  return 'ORDER_NO,RESULT_CODE,ORDER_DATE,END_DATE,DEFT_SURNAME,DEFT_FORENAMES,DEFT_DOB,DEFT_SEX,PNCID,CASE_NO,CONDITIONS'
}

export function courtRow(
  order: CourtOrder,
  written: { orderNo?: string; resultCode?: string; pnc?: string } = {},
): string {
  const { person } = order
  return line([
    written.orderNo ?? order.orderId,
    written.resultCode ?? order.resultCode,
    british(order.madeOn),
    order.endsOn === undefined ? '' : british(order.endsOn),
    person.surname.toUpperCase(),
    person.forenames.toUpperCase(),
    british(person.dateOfBirth),
    person.sex === 'male' ? 'M' : 'F',
    (written.pnc ?? person.pnc).replace('/', ''),
    `${order.court.code}-${order.orderId}`,
    order.conditions.join(SEPARATOR),
  ])
}

export function visorHeader(): string {
  return 'VISOR_REF,SURNAME,FORENAMES,DATE_OF_BIRTH,SEX,PNC_ID,BOROUGH,FORCE,COURT_OU,COURT_ORDER_REF,ORDER_TYPE,DATE_MADE,DATE_ENDS,PROHIBITIONS'
}

/** ViSOR spells out the kind of order. */
const IN_WORDS: Record<CourtOrder['orderType'], string> = {
  SOPO: 'Sexual Offences Prevention Order',
  NO: 'Notification Order',
  FTO: 'Foreign Travel Order',
  RSHO: 'Risk of Sexual Harm Order',
  VOO: 'Violent Offender Order',
}

export function visorRow(order: CourtOrder, written: { orderRef?: string; dateMade?: string } = {}): string {
  const { person } = order
  return line([
    person.visorRef,
    person.surname,
    person.forenames,
    abbreviated(person.dateOfBirth),
    person.sex === 'male' ? 'Male' : 'Female',
    person.pnc,
    person.borough,
    '01',
    `${order.court.code}00`,
    written.orderRef ?? order.orderId,
    IN_WORDS[order.orderType],
    written.dateMade ?? abbreviated(order.madeOn),
    order.endsOn === undefined ? '' : abbreviated(order.endsOn),
    order.conditions.join(SEPARATOR),
  ])
}

export function pncHeader(): string {
  return 'PNCID,NAME,DOB,SEX,OU,ORDER_REF,ORDER_CODE,IMPOSED,EXPIRES,MARKER,CONDITIONS_HELD,CONDITIONS'
}

export function pncRow(
  order: CourtOrder,
  written: {
    orderRef?: string
    marker?: string
    held?: string
    expires?: string
    conditions?: string[]
  } = {},
): string {
  const { person } = order
  const expires = written.expires ?? order.endsOn
  return line([
    person.pnc.replace('/', ''),
    `${person.surname.toUpperCase()}/${person.forenames.toUpperCase()}`,
    compact(person.dateOfBirth),
    person.sex === 'male' ? 'M' : 'F',
    `${order.court.code}00`,
    written.orderRef ?? order.orderId,
    order.orderType,
    compact(order.madeOn),
    expires === undefined ? '' : compact(expires),
    written.marker ?? 'LIVE',
    written.held ?? 'F',
    (written.conditions ?? order.conditions).join(SEPARATOR),
  ])
}

/** The paper copy as it reaches the Sex Offenders Registration Unit, typed into its post book. */
export function paperHeader(): string {
  return 'COURT,ORDER NO,CHANGE,KIND,MADE,ENDS,SURNAME,FORENAMES,BORN,PNCID,COMPLETE,CONDITIONS'
}

export function paperRow(order: CourtOrder, change: '' | 'VARIED' | 'DISCHARGED' = ''): string {
  const { person } = order
  return line([
    `${order.court.code}00`,
    order.orderId,
    change,
    order.orderType,
    british(order.madeOn),
    order.endsOn === undefined ? '' : british(order.endsOn),
    person.surname,
    person.forenames,
    british(person.dateOfBirth),
    person.pnc,
    'Y',
    order.conditions.join(SEPARATOR),
  ])
}

export function dispatchHeader(): string {
  return 'COURT,ORDER NO,SENT,TO,BY,SHA256'
}

export function dispatchRow(order: CourtOrder, sentOn: string): string {
  return line([`${order.court.code}00`, order.orderId, british(sentOn), 'SORU', 'CJSM', ''])
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell) => (/[",\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',')
}
