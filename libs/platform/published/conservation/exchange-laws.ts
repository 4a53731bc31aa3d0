import { ANY_WINDOW, FACT_PLACE, IN_WINDOW, type Law } from './law.js'

const law = (name: string, says: string, broken: string, mayBeUnderWay = false): Law => ({
  law: name,
  stage: 'exchange',
  says,
  mayBeUnderWay,
  broken,
})

const DECISION_PLACE = `'hub.linked/' || d.partition || '/' || d.message_offset`
const LEDGER_PLACE = `'ledger ' || e.partition || '/' || e.position`
/** A merge leaves earlier decisions under the key they were made for; the survivor's key is the same person. */
const survivorOf = (person: string): string =>
  `coalesce((select a.survivor from published.register_person_alias a where a.person = ${person}), ${person})`

/** Every linked fact is decided once when it is published; the counts of a decision are those of its rows in the ledger. */
export const EXCHANGE_LAWS: readonly Law[] = [
  law(
    'decision-missing',
    'The fact was linked, and nobody decided, exactly once, who may hear it.',
    `select ${FACT_PLACE} as place, f.source, f.id as event_id, count(d.event_id) || ' decisions' as found
     from published.register_fact f left join published.exchange_fact_decision d
       on d.event_id = f.id and d.source = f.source and d.occasion = 'published' and d.ordinal = 0
     where ${IN_WINDOW} group by f.topic, f.partition, f.message_offset, f.source, f.id having count(d.event_id) <> 1`,
    true,
  ),
  law(
    'decision-unknown',
    'There is a decision about a fact that the register does not know.',
    `select ${DECISION_PLACE} as place, d.source, d.event_id from published.exchange_fact_decision d
     where ${ANY_WINDOW} and d.source is not null and d.source <> '/hub/register'
       and not exists (select from published.register_fact f where f.id = d.event_id and f.source = d.source)`,
  ),
  law(
    'decision-uncounted',
    'The counts of the decision are not those of its rows in the ledger.',
    `select ${DECISION_PLACE} as place, d.source, d.event_id,
       d.shared || ' shared, ' || d.withheld || ' withheld of ' || d.concerned || '; in the ledger '
         || count(*) filter (where e.outcome = 'shared') || ' and ' || count(*) filter (where e.outcome = 'withheld') as found
     from published.exchange_fact_decision d left join published.exchange_disclosure e
       on e.partition = d.partition and e.message_offset = d.message_offset and e.event_id = d.event_id
       and e.source = d.source and e.occasion = d.occasion
     where ${ANY_WINDOW} group by d.partition, d.message_offset, d.ordinal, d.source, d.event_id, d.shared, d.withheld, d.concerned
     having d.concerned <> count(e.position) or d.shared <> count(*) filter (where e.outcome = 'shared')
       or d.withheld <> count(*) filter (where e.outcome = 'withheld') or d.shared + d.withheld <> d.concerned`,
  ),
  law(
    'disclosure-unknown',
    'The ledger has a row that belongs to no decision.',
    `select ${LEDGER_PLACE} as place, e.source, e.event_id from published.exchange_disclosure e
     where ${ANY_WINDOW} and not exists (select from published.exchange_fact_decision d
       where d.partition = e.partition and d.message_offset = e.message_offset and d.event_id = e.event_id
         and d.source = e.source and d.occasion = e.occasion)`,
  ),
  law(
    'disclosure-of-another',
    'The ledger and the register name different people, or different times, for one fact.',
    `select ${LEDGER_PLACE} as place, e.source, e.event_id
     from published.exchange_disclosure e join published.register_fact f on f.id = e.event_id and f.source = e.source
     where ${IN_WINDOW} and (${survivorOf('e.person')} <> ${survivorOf('f.person')}
       or e.event <> f.type || '@' || f.version
       or (e.occasion = 'published'
         and e.decided_at <> (extract(epoch from f.received_at) * 1000)::bigint))`,
  ),
  law(
    'head-uncounted',
    'The head of the chain does not count the rows of the ledger.',
    `select 'ledger ' || coalesce(h.partition, e.partition) as place, null as source, null as event_id,
       coalesce(h.position, 0) || ' against ' || coalesce(e.rows, 0) || ' rows, ' || coalesce(h.shared, 0) || ' against '
         || coalesce(e.shared, 0) || ' shared' as found
     from published.exchange_ledger_head h full join (
       select partition, count(*) as rows, count(*) filter (where outcome = 'shared') as shared
       from published.exchange_disclosure group by partition) e using (partition)
     where ${ANY_WINDOW} and (coalesce(h.position, 0) <> coalesce(e.rows, 0) or coalesce(h.shared, 0) <> coalesce(e.shared, 0))`,
  ),
  law(
    'parked-not-kept',
    'The fact counts as parked, and its bytes were not kept; or they were kept, and it does not.',
    `select coalesce(${DECISION_PLACE}, 'hub.linked/' || p.partition || '/' || p.message_offset) as place, d.source, d.event_id
     from (select partition, message_offset, source, event_id from published.exchange_fact_decision
       where outcome = 'parked' and ordinal = 0) d
     full join (select partition, message_offset from published.exchange_parked_message) p
       on p.partition = d.partition and p.message_offset = d.message_offset
     where ${ANY_WINDOW} and (p.partition is null or d.partition is null)`,
  ),
]
