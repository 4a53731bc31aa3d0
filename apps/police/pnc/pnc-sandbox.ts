import { derivedId, isoInstant, parseInstant } from '#core/kernel'
import { type CloudEventJson, dataschemaOf } from '#core/messages'
import { type Confirmed, SandboxRegister, type SandboxTransaction } from '#platform/edge'
import type { Client, Pool } from '#platform/postgres'
import { said } from '../registers/order-row.js'
import type { PncTransaction } from './transaction.js'

type Marker = Record<string, unknown>
type Typed = PncTransaction & SandboxTransaction

export type PncRegister = SandboxRegister<Typed, Marker>

const TYPE = 'pnc.marker.updated'
const SOURCE = '/police/pnc'
const UNIT = 'police/pnc-bureau'

/** A sandbox that stands for the Police National Computer's order markers. */
export function pncSandbox(pool: Pool): PncRegister {
  return new SandboxRegister(pool, 'pnc', marker)
}

/** The key of an order in the police's sandboxes: the court, and its number in the one form that is compared. */
export function orderKey({ courtCode, orderId }: { courtCode?: unknown; orderId?: unknown }): string {
  return `${String(courtCode)}/${String(orderId).toUpperCase()}`
}

/** Has transactions applied. @returns what the register confirms */
export async function transact(
  client: Client,
  pnc: PncRegister,
  transactions: readonly PncTransaction[],
): Promise<CloudEventJson[]> {
  const typed = transactions.map((one) => ({ ...one, about: orderKey(one) }))
  return (await pnc.transact(client, typed)).map(confirmed)
}

/** Has applied what was held back until `at`. @returns what the register confirms */
export async function catchUp(client: Client, pnc: PncRegister, at: string): Promise<CloudEventJson[]> {
  return (await pnc.catchUp(client, at)).map(confirmed)
}

function marker(_before: Marker | undefined, one: Typed, wrongly: boolean): Marker {
  const removed = one.action === 'removed'
  const conditions = wrongly ? one.conditions.slice(0, -1) : one.conditions
  const { person, courtCode, orderId, orderType, madeOn, endsOn } = one
  return said({
    person: Object.keys(person).length > 0 ? person : undefined,
    courtCode,
    orderId,
    action: one.action,
    conditionsOnPnc: removed ? 'none' : wrongly ? 'partial' : 'full',
    orderType,
    madeOn,
    endsOn,
    conditions: removed || conditions.length === 0 ? undefined : conditions,
  })
}

function confirmed({ transaction, at, entry }: Confirmed<Typed, Marker>): CloudEventJson {
  return {
    specversion: '1.0',
    id: derivedId(SOURCE, 'marker', transaction.reference),
    source: SOURCE,
    type: TYPE,
    dataschema: dataschemaOf(TYPE, 1),
    subject: `order:${String(entry['courtCode'])}/${String(entry['orderId'])}`,
    time: isoInstant(parseInstant(at)!),
    datacontenttype: 'application/json',
    unit: UNIT,
    marking: 'restricted',
    data: entry,
  }
}
