import { ANY_WINDOW, FACT_PLACE, IN_WINDOW, type Law } from './law.js'

const law = (name: string, says: string, broken: string, mayBeUnderWay = false): Law => ({
  law: name,
  stage: 'delivery',
  says,
  mayBeUnderWay,
  broken,
})

const COPY_PLACE = `'copy ' || c.organisation || '/' || c.position`
const REFERENCE = `e.partition || '/' || e.position`
const DECIDED_IN_WINDOW = `($1::timestamptz is null or e.decided_at >= extract(epoch from $1) * 1000)
  and ($2::timestamptz is null or e.decided_at < extract(epoch from $2) * 1000)`

/** What was shared lies in the inbox once, for whom and of what it was shared, and nothing else does. */
export const DELIVERY_LAWS: readonly Law[] = [
  law(
    'copy-missing',
    'The copy was allowed, and does not lie exactly once in the inbox.',
    `select 'ledger ' || ${REFERENCE} as place, e.source, e.event_id, count(c.position) || ' copies for ' || e.unit as found
     from published.exchange_disclosure e left join published.delivery_copy c on c.disclosure = ${REFERENCE}
     where e.outcome = 'shared' and ${DECIDED_IN_WINDOW}
     group by e.partition, e.position, e.source, e.event_id, e.unit having count(c.position) <> 1`,
    true,
  ),
  law(
    'copy-unknown',
    'A copy lies in an inbox that no row of the ledger allowed.',
    `select ${COPY_PLACE} as place, c.source, c.event_id, 'for ' || c.recipient as found from published.delivery_copy c
     where ${ANY_WINDOW} and not exists (select from published.exchange_disclosure e where ${REFERENCE} = c.disclosure
       and e.outcome = 'shared' and e.unit = c.recipient and e.source = c.source and e.event_id = c.event_id
       and e.occasion = c.occasion and c.type = split_part(e.event, '@', 1))`,
  ),
  law(
    'copy-headers-altered',
    'What stands beside the copy is not what its headers say.',
    `select ${COPY_PLACE} as place, c.source, c.event_id from published.delivery_copy c where ${ANY_WINDOW} and not c.is_as_headed`,
  ),
  law(
    'copy-state-unfounded',
    'The state of the copy is not what its times say.',
    `select ${COPY_PLACE} as place, c.source, c.event_id, c.state as found from published.delivery_copy c where ${ANY_WINDOW} and c.state <>
       case when c.acknowledged_at is not null and c.outcome is not null then 'acknowledged'
            when c.delivered_at is not null then 'delivered' else 'waiting' end`,
  ),
  law(
    'acknowledgement-forgotten',
    'An acknowledgement was told, and the copy does not count as acknowledged.',
    `select ${FACT_PLACE} as place, f.source, f.id as event_id from published.register_acknowledgement f
     where ${IN_WINDOW} and not exists (select from published.delivery_copy c where c.recipient = f.recipient
       and c.event_id = f.copy_id and c.source = coalesce(f.copy_source, c.source)
       and c.occasion = coalesce(f.occasion, c.occasion) and c.state = 'acknowledged')`,
  ),
]

/** Whoever is called by webhook is owed every copy that nobody has acknowledged, and something will send it. */
export const WEBHOOK_LAWS: readonly Law[] = [
  law(
    'webhook-copy-forgotten',
    'A receiver of webhooks is owed the copy, and nothing will send it.',
    `select ${COPY_PLACE} as place, c.source, c.event_id, 'for ' || c.receiver as found
     from published.delivery_webhook_forgotten c where ${ANY_WINDOW}`,
  ),
]

/**
 * The hub's own facts are made by its own hand: one that is refused or parked is its own fault. What a person decided and the
 * register cannot carry out is not.
 */
export const HUB_LAWS: readonly Law[] = [
  {
    law: 'hub-fact-set-aside',
    stage: 'hub',
    says: 'A fact of the hub itself was refused or parked.',
    mayBeUnderWay: false,
    broken: `select p.topic || '/' || p.partition || '/' || p.message_offset as place, o.source, o.id as event_id,
       p.code || ': ' || p.says as found
     from published.register_parked_message p left join published.register_outcome o using (topic, partition, message_offset)
     where ${ANY_WINDOW} and p.topic like '%facts.hub' and p.state in ('parked', 'refused')
       and p.code <> all('{HUB_DECISION_NO_DOUBT, HUB_DECISION_ALREADY_ONE, HUB_DECISION_KEPT_APART}')`,
  },
]
