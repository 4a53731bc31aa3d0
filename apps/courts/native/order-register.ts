import { sha256 } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import { type Confirmed, SandboxRegister, type SandboxTransaction } from '#platform/edge'
import type { Client, Pool } from '#platform/postgres'

/** What a court holds of an order: the last that it decided about it, as contract data. */
export type HeldOrder = Record<string, unknown>

/** An order, or a change of one, as a court enters the result. */
export interface OrderEntry extends SandboxTransaction {
  event: CloudEventJson
}

export type OrderRegister = SandboxRegister<OrderEntry, HeldOrder>

/** A sandbox that stands for the courts' registers of prevention orders. */
export function orderRegister(pool: Pool): OrderRegister {
  return new SandboxRegister(pool, 'prevention-orders', held)
}

/** Has results entered. @returns the facts of those that the register holds */
export async function enter(
  client: Client,
  register: OrderRegister,
  results: readonly CloudEventJson[],
): Promise<CloudEventJson[]> {
  const entries = results.map((event) => ({
    // the same result again is the same entry; another word in it makes it another, which the hub must hear of
    reference: `${event.id} ${sha256(JSON.stringify(event))}`,
    about: keyOf(event.data as HeldOrder),
    at: event.time,
    event,
  }))
  return (await register.transact(client, entries)).map(confirmed)
}

/** What the register holds of a result. The day is the court's, however late the register took it. */
export function confirmed({ transaction, entry }: Confirmed<OrderEntry, HeldOrder>): CloudEventJson {
  return { ...transaction.event, data: entry }
}

function keyOf({ courtCode, orderId }: HeldOrder): string {
  return `${String(courtCode)}/${String(orderId).toUpperCase()}`
}

/** Done wrongly, an order is entered without its end, and without the last of its conditions where it has several. */
function held(_before: HeldOrder | undefined, { event }: OrderEntry, wrongly: boolean): HeldOrder {
  const data = event.data as HeldOrder
  if (!wrongly) return data
  const { endsOn: _dropped, conditions, ...rest } = data
  if (!Array.isArray(conditions)) return rest
  return { ...rest, conditions: conditions.length > 1 ? conditions.slice(0, -1) : conditions }
}
