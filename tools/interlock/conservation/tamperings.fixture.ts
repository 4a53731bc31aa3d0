/** One row altered or deleted by hand, as somebody with access to the database might. */
export interface Tampering {
  says: string
  sql: string
}

const first = (table: string, where = 'true'): string =>
  `ctid = (select ctid from ${table} where ${where} order by ctid limit 1)`
const last = (table: string, where = 'true'): string =>
  `ctid = (select ctid from ${table} where ${where} order by ctid desc limit 1)`

const deleted = (table: string, where?: string): Tampering => ({
  says: `a row deleted from ${table}${where === undefined ? '' : ` where ${where}`}`,
  sql: `delete from ${table} where ${first(table, where)}`,
})
const lastDeleted = (table: string): Tampering => ({
  says: `the last row deleted from ${table}`,
  sql: `delete from ${table} where ${last(table)}`,
})
const altered = (table: string, set: string, where?: string): Tampering => ({
  says: `${table} altered: ${set}`,
  sql: `update ${table} set ${set} where ${first(table, where)}`,
})
/** Partitions of a table each count their own rows: one of them is meant. */
const ORDER = `id = 'made-B01FA-2011-0001'`
const alteredFact = (set: string): Tampering => ({
  says: `register.fact altered: ${set}`,
  sql: `update register.fact set ${set} where ${ORDER}`,
})

export const tamperings: readonly Tampering[] = [
  deleted('register.outcome'),
  lastDeleted('register.outcome'),
  deleted('register.outcome', `outcome = 'parked'`),
  deleted('register.outcome', `outcome = 'duplicate'`),
  altered('register.outcome', `outcome = 'refused'`, `outcome = 'linked'`),
  altered('register.outcome', `outcome = 'linked'`, `outcome = 'duplicate'`),
  altered('register.outcome', `outcome = 'duplicate'`, `outcome = 'linked'`),
  altered('register.outcome', `outcome = 'refused'`, `outcome = 'duplicate'`),
  altered('register.outcome', `id = 'another'`, `outcome = 'linked'`),
  altered('register.outcome', 'message_offset = message_offset + 1000'),
  { says: 'a row deleted from register.fact', sql: `delete from register.fact where ${ORDER}` },
  alteredFact(`person = '00000000-0000-5000-8000-000000000000'`),
  alteredFact(`payload = replace(payload, 'nursery', 'garden')`),
  alteredFact(`type = 'courts.prevention-order.varied'`),
  alteredFact(`subject = 'order:B01FA/2011-0009'`),
  alteredFact(`received_at = received_at + interval '1 hour'`),
  alteredFact(`occurred_at = occurred_at + interval '1 hour'`),
  alteredFact(`envelope = replace(envelope, '2011-09-28', '2011-09-29')`),
  deleted('register.fact_identity'),
  altered('register.fact_identity', `content_hash = repeat('0', 64)`),
  altered('register.fact_identity', `id = 'another'`),
  deleted('register.parked_message'),
  deleted('exchange.fact_decision'),
  lastDeleted('exchange.fact_decision'),
  deleted('exchange.fact_decision', 'concerned = 0'),
  altered('exchange.fact_decision', 'concerned = concerned + 1, withheld = withheld + 1'),
  altered('exchange.fact_decision', 'shared = shared - 1, concerned = concerned - 1', 'shared > 0'),
  altered('exchange.fact_decision', `event_id = 'another'`),
  altered('exchange.fact_decision', `outcome = 'parked'`),
  deleted('exchange.disclosure'),
  lastDeleted('exchange.disclosure'),
  deleted('exchange.disclosure', `outcome = 'withheld'`),
  altered('exchange.disclosure', `entry = jsonb_set(entry, '{outcome}', '"shared"')`, `outcome = 'withheld'`),
  altered('exchange.disclosure', `entry = jsonb_set(entry, '{agreements}', '[]')`, `outcome = 'shared'`),
  altered('exchange.disclosure', `entry = jsonb_set(entry, '{unit}', '"police/port"')`),
  altered('exchange.ledger_head', `hash = repeat('0', 64)`, 'position > 0'),
  altered('exchange.ledger_head', 'position = position - 1', 'position > 0'),
  deleted('exchange.ledger_head', 'position > 0'),
  deleted('reconciler.fact_outcome'),
  lastDeleted('reconciler.fact_outcome'),
  altered('reconciler.fact_outcome', `outcome = 'not-concerned'`, `outcome = 'judged'`),
  altered('reconciler.fact_outcome', `outcome = 'judged'`, `outcome = 'not-concerned'`),
  altered('reconciler.fact_outcome', `event_id = 'another'`),
  altered(
    'reconciler.obligation_case',
    `announced = jsonb_set(announced, '{revision}', '9')`,
    'announced is not null',
  ),
  deleted('delivery.copy'),
  {
    says: 'an acknowledgement forged in delivery.copy',
    sql: `update delivery.copy set state = 'acknowledged', acknowledged_at = now(), delivered_at = now(), outcome = 'received'
      where ${first('delivery.copy')}`,
  },
  lastDeleted('delivery.copy'),
  altered('delivery.copy', `recipient = 'police/port'`),
  altered('delivery.copy', `event_id = 'another'`),
  altered('delivery.copy', `data = '{}'`),
  altered('delivery.copy', `state = 'acknowledged'`, `state = 'waiting'`),
  altered('delivery.copy', `disclosure = '0/999999'`),
  {
    says: 'a copy put into delivery.copy twice',
    sql: `insert into delivery.copy (organisation, position, recipient, source, event_id, occasion, type, disclosure, headers, data)
      select organisation, position + 1000000, recipient, source, event_id, 'again', type, disclosure, headers, data
      from delivery.copy order by position limit 1`,
  },
  {
    says: 'copies that a webhook was to be given, and that nothing will send',
    sql: `insert into delivery.webhook (receiver, organisation, url, state, fed_position)
      select organisation, organisation, 'https://receiver.example', 'active', last_position from delivery.inbox_end
      where organisation = 'police'`,
  },
]
