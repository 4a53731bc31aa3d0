import { ANY_WINDOW, FACT_PLACE, IN_WINDOW, type Law } from './law.js'

const law = (name: string, says: string, broken: string, mayBeUnderWay = false): Law => ({
  law: name,
  stage: 'reconciler',
  says,
  mayBeUnderWay,
  broken,
})

const OUTCOME_PLACE = `'hub.linked/' || o.partition || '/' || o.message_offset`

/** Every linked fact is considered once; exchange and reconciler read one log, so they know the same places in it. */
export const RECONCILER_LAWS: readonly Law[] = [
  law(
    'outcome-missing',
    'The fact was linked, and the reconciler did not consider it exactly once.',
    `select ${FACT_PLACE} as place, f.source, f.id as event_id, count(o.event_id) || ' outcomes' as found
     from published.register_fact f left join published.reconciler_fact_outcome o on o.event_id = f.id and o.source = f.source
     where ${IN_WINDOW} group by f.topic, f.partition, f.message_offset, f.source, f.id having count(o.event_id) <> 1`,
    true,
  ),
  law(
    'outcome-unknown',
    'The reconciler considered a fact that the register does not know.',
    `select ${OUTCOME_PLACE} as place, o.source, o.event_id from published.reconciler_fact_outcome o
     where ${ANY_WINDOW} and o.source is not null and o.source <> '/hub/register'
       and not exists (select from published.register_fact f where f.id = o.event_id and f.source = o.source)`,
  ),
  law(
    'places-differ',
    'Exchange and reconciler do not agree on what stands at one place of hub.linked.',
    `select 'hub.linked/' || coalesce(o.partition, d.partition) || '/' || coalesce(o.message_offset, d.message_offset) as place,
       coalesce(o.source, d.source) as source, coalesce(o.event_id, d.event_id) as event_id
     from published.reconciler_fact_outcome o full join (
       select partition, message_offset, source, event_id from published.exchange_fact_decision where ordinal = 0) d
       on d.partition = o.partition and d.message_offset = o.message_offset
     where ${ANY_WINDOW} and (o.partition is null or d.partition is null
       or (o.source, o.event_id) is distinct from (d.source, d.event_id))`,
    true,
  ),
  law(
    'evidence-missing',
    'The fact counts as judged and left no evidence, or left evidence and does not count.',
    `select ${OUTCOME_PLACE} as place, o.source, o.event_id from published.reconciler_fact_outcome o
     where ${ANY_WINDOW} and o.outcome <> 'parked' and (o.outcome = 'judged') <> exists (
       select from published.reconciler_evidence e where e.event_id = o.event_id and e.source = o.source)`,
  ),
  law(
    'evidence-unknown',
    'There is evidence of a fact that was never considered.',
    `select distinct 'case ' || e.case_key as place, e.source, e.event_id from published.reconciler_evidence e
     where ${ANY_WINDOW} and not exists (select from published.reconciler_fact_outcome o
       where o.event_id = e.event_id and o.source = e.source and o.outcome = 'judged')`,
  ),
  law(
    'parked-not-kept',
    'The fact counts as parked, and its bytes were not kept; or they were kept, and it does not.',
    `select coalesce(${OUTCOME_PLACE}, 'hub.linked/' || p.partition || '/' || p.message_offset) as place, o.source, o.event_id
     from (select * from published.reconciler_fact_outcome where outcome = 'parked') o
     full join (select partition, message_offset from published.reconciler_parked_message where topic like '%hub.linked' and state <> 'replayed') p
       on p.partition = o.partition and p.message_offset = o.message_offset
     where ${ANY_WINDOW} and (p.partition is null or o.partition is null)`,
  ),
]
