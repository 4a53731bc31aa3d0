import type { TranslatedRow } from '#platform/edge'
import { policeDay } from '../native-date.js'

/** What ViSOR and the PNC both hold of an order, in the contract's names. */
export interface OrderCells {
  person: Record<string, unknown>
  courtCode: string
  orderId: string
  orderType: string
  madeOn: string | undefined
  endsOn: string | undefined
  conditions: string[]
}

export type Cells = Readonly<Record<string, string | undefined>>

const SEPARATOR = ' | '

/** A reason why a row cannot be read; it repeats no value of a person. */
export class Unreadable extends Error {}

/** Where a register writes which order a row is about. */
export interface OrderColumns {
  court: string
  order: string
}

/** A row as `read` reads it; where it cannot be read, at least which order it is about. */
export function translated(
  row: Cells,
  { court, order }: OrderColumns,
  read: (row: Cells) => Record<string, unknown>,
): TranslatedRow {
  const data = orFault(() => read(row))
  if (!(data instanceof Unreadable)) return { ok: true, data }
  const courtCode = orFault(() => courtCell(row, court))
  const orderId = orFault(() => orderCell(row, order))
  const key = {
    ...(courtCode instanceof Unreadable ? {} : { courtCode }),
    ...(orderId instanceof Unreadable ? {} : { orderId }),
  }
  return { ok: false, reason: data.message, key }
}

function orFault<T>(read: () => T): T | Unreadable {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unreadable) return error
    throw error
  }
}

/** The cell, or undefined when it is empty. */
export function cell(row: Cells, name: string): string | undefined {
  const text = row[name]?.trim()
  return text === undefined || text === '' ? undefined : text
}

/** @throws Unreadable */
export function neededCell(row: Cells, name: string): string {
  const text = cell(row, name)
  if (text === undefined) throw new Unreadable(`${name} is empty.`)
  return text
}

/** @throws Unreadable when there is something that is no date */
export function dayCell(row: Cells, name: string): string | undefined {
  const text = cell(row, name)
  if (text === undefined) return undefined
  const day = policeDay(text)
  if (day === undefined) throw new Unreadable(`${name} is not a date.`)
  return day
}

/** A court's OU code of five or seven characters, cut to the court. @throws Unreadable */
export function courtCell(row: Cells, name: string): string {
  const code = neededCell(row, name).toUpperCase()
  if (!/^[BC]\d{2}[A-Z]{2}([0-9A-Z]{2})?$/.test(code))
    throw new Unreadable(`${name} is not a court's OU code.`)
  return code.slice(0, 5)
}

/** The court's own number of the order; spaces are a matter of typing, and the contract's number has none. @throws Unreadable */
export function orderCell(row: Cells, name: string): string {
  return neededCell(row, name).replace(/\s+/g, '')
}

export function conditionsCell(row: Cells, name: string): string[] {
  return (cell(row, name) ?? '')
    .split(SEPARATOR)
    .map((one) => one.trim())
    .filter(Boolean)
}

export function sexCell(row: Cells, name: string): string | undefined {
  switch (cell(row, name)?.toUpperCase()) {
    case 'M':
    case 'MALE':
      return 'male'
    case 'F':
    case 'FEMALE':
      return 'female'
    default:
      return undefined
  }
}

/** The PNC writes its IDs without a slash, `20030011985X`; the number itself is not touched. */
export function slashedPnc(pnc: string | undefined): string | undefined {
  return pnc !== undefined && /^\d{4}\d{7}[A-Za-z]$/.test(pnc) ? `${pnc.slice(0, 4)}/${pnc.slice(4)}` : pnc
}

/** Members that are undefined left out, as JSON would. */
export function said(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
