import { type Fault, parseInstant } from '#core/kernel'
import { policeDay } from '../native-date.js'
import { said, slashedPnc } from '../registers/order-row.js'

/** One transaction of the Police National Computer about an order's marker. */
export interface PncTransaction {
  reference: string
  action: 'applied' | 'amended' | 'removed'
  at: string
  courtCode: string
  orderId: string
  orderType: string
  person: Record<string, unknown>
  madeOn: string | undefined
  endsOn: string | undefined
  conditions: string[]
}

export type TransactionsReading =
  { ok: true; transactions: PncTransaction[] } | { ok: false; faults: Fault[] }

/** Fields of a line, in order: `PM/AP|reference|when|court OU|order|kind|PNC ID|SURNAME/FORENAMES|born|imposed|expires|conditions^…` */
const FIELDS = 12
const LINES_MAX = 1_000
const ACTIONS: Readonly<Record<string, PncTransaction['action']>> = {
  'PM/AP': 'applied',
  'PM/AM': 'amended',
  'PM/RM': 'removed',
}

/** Reads a file of marker transactions, a line each; every fault with its line and field. */
export function readTransactions(bytes: Uint8Array): TransactionsReading {
  const lines = new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .filter((line) => line !== '')
  if (lines.length > LINES_MAX)
    return { ok: false, faults: [fault('', `A file has at most ${LINES_MAX} transactions.`)] }
  const faults: Fault[] = []
  const transactions = lines.map((line, position) => transactionOf(line, `line ${position + 1}`, faults))
  if (faults.length > 0) return { ok: false, faults }
  return { ok: true, transactions: transactions.filter((one) => one !== undefined) }
}

/** The transaction as a line that `readTransactions` reads: what divides fields, or parts of one, is blanked in each. */
export function transactionLine(one: PncTransaction): string {
  const code = Object.entries(ACTIONS).find(([, action]) => action === one.action)![0]
  const { name, pnc, dateOfBirth } = one.person as {
    name?: Record<string, string>
    pnc?: string
    dateOfBirth?: string
  }
  return [
    code,
    one.reference,
    one.at,
    `${one.courtCode}00`,
    one.orderId,
    one.orderType,
    pnc?.replace('/', '') ?? '',
    name === undefined ? '' : `${without('/', name['surname'])}/${without('/', name['forenames'])}`,
    dateOfBirth?.replaceAll('-', '') ?? '',
    one.madeOn?.replaceAll('-', '') ?? '',
    one.endsOn?.replaceAll('-', '') ?? '',
    one.conditions.map((condition) => without('^', condition)).join('^'),
  ]
    .map((field) => without('|', field))
    .join('|')
}

function without(divider: '|' | '/' | '^', text = ''): string {
  return text.replaceAll(divider, ' ').replace(/\s+/g, ' ').trim()
}

function transactionOf(line: string, at: string, faults: Fault[]): PncTransaction | undefined {
  const fields = line.split('|')
  if (fields.length !== FIELDS) {
    faults.push(fault(at, `A transaction has ${FIELDS} fields and this one ${fields.length}.`))
    return undefined
  }
  const [code, reference, when, ou, order, kind, pnc, name, born, imposed, expires, conditions] = fields.map(
    (one) => one.trim(),
  ) as [string, string, string, string, string, string, string, string, string, string, string, string]
  const action = ACTIONS[code]
  const wrong = [
    [action === undefined, 1, 'is none of PM/AP, PM/AM, PM/RM'],
    [reference === '', 2, 'is empty'],
    [parseInstant(when) === undefined, 3, 'is not a time with its zone'],
    [!/^[BC]\d{2}[A-Z]{2}(\w{2})?$/.test(ou), 4, "is not a court's OU code"],
    [order === '', 5, 'is empty'],
    [kind === '', 6, 'is empty'],
    ...(
      [
        [born, 9],
        [imposed, 10],
        [expires, 11],
      ] as const
    ).map(([day, field]) => [day !== '' && policeDay(day) === undefined, field, 'is not a date'] as const),
  ] as const
  const found = wrong
    .filter(([is]) => is)
    .map(([, field, says]) => fault(`${at}, field ${field}`, `The field ${says}.`))
  faults.push(...found)
  if (found.length > 0 || action === undefined) return undefined
  const [surname, forenames = ''] = name.split('/')
  return {
    reference,
    action,
    at: when,
    courtCode: ou.slice(0, 5),
    orderId: order.replace(/\s+/g, ''),
    orderType: kind,
    person: said({
      name: surname === '' ? undefined : { forenames, surname },
      dateOfBirth: born === '' ? undefined : policeDay(born),
      pnc: pnc === '' ? undefined : slashedPnc(pnc),
    }),
    madeOn: imposed === '' ? undefined : policeDay(imposed),
    endsOn: expires === '' ? undefined : policeDay(expires),
    conditions: conditions
      .split('^')
      .map((one) => one.trim())
      .filter(Boolean),
  }
}

function fault(at: string, says: string): Fault {
  return { code: 'HUB_POLICE_TRANSACTION_INVALID', says, ...(at === '' ? {} : { at }) }
}
