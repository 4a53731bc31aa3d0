import { ANY_WINDOW, FACT_PLACE, IN_WINDOW, type Law } from './law.js'

const OUTCOME_PLACE = `o.topic || '/' || o.partition || '/' || o.message_offset`
const DECIDED_IN_WINDOW =
  '($1::timestamptz is null or o.decided_at >= $1) and ($2::timestamptz is null or o.decided_at < $2)'

const law = (name: string, says: string, broken: string): Law => ({
  law: name,
  stage: 'register',
  says,
  mayBeUnderWay: false,
  broken,
})

/**
 * Everything received ends in exactly one outcome; what was linked is one fact under one identity. Offsets of `facts.*` are
 * dense, since nothing is produced to them in a transaction (EXACTLY-ONCE).
 */
export const REGISTER_LAWS: readonly Law[] = [
  law(
    'outcome-missing',
    'The message was received and has no outcome.',
    `with short as materialized (
       select c.topic, c.partition, c.applied from published.register_stage_cursor c
       where c.applied <> (select count(*) from published.register_outcome o
         where o.topic = c.topic and o.partition = c.partition and o.message_offset between 0 and c.applied - 1))
     select s.topic || '/' || s.partition || '/' || n as place, null as source, null as event_id
     from short s cross join lateral generate_series(0, s.applied - 1) n
     where ${ANY_WINDOW} and not exists (select from published.register_outcome o
       where o.topic = s.topic and o.partition = s.partition and o.message_offset = n)`,
  ),
  law(
    'outcome-unknown',
    'There is an outcome of a message that was never received.',
    `select ${OUTCOME_PLACE} as place, o.source, o.id as event_id from published.register_outcome o
     left join published.register_stage_cursor c on c.topic = o.topic and c.partition = o.partition
     where ${ANY_WINDOW} and o.message_offset >= coalesce(c.applied, 0)`,
  ),
  law(
    'fact-missing',
    'The message was linked and its fact is not there, once and under its own name.',
    `select ${OUTCOME_PLACE} as place, o.source, o.id as event_id, count(f.id) || ' facts' as found
     from published.register_outcome o left join published.register_fact f
       on f.topic = o.topic and f.partition = o.partition and f.message_offset = o.message_offset
       and f.source = o.source and f.id = o.id
     where o.outcome = 'linked' and ${DECIDED_IN_WINDOW}
     group by o.topic, o.partition, o.message_offset, o.source, o.id having count(f.id) <> 1`,
  ),
  law(
    'fact-unknown',
    'There is a fact without a message that was linked.',
    `select ${FACT_PLACE} as place, f.source, f.id as event_id from published.register_fact f
     where ${IN_WINDOW} and not exists (select from published.register_outcome o where o.topic = f.topic and o.partition = f.partition
       and o.message_offset = f.message_offset and o.outcome = 'linked')`,
  ),
  law(
    'identity-missing',
    'The fact has no identity of its own, so that it could be taken in twice.',
    `select ${FACT_PLACE} as place, f.source, f.id as event_id from published.register_fact f
     where ${IN_WINDOW} and not exists (select from published.register_fact_identity i where i.source = f.source and i.id = f.id
       and i.topic = f.topic and i.partition = f.partition and i.message_offset = f.message_offset)`,
  ),
  law(
    'identity-unknown',
    'There is an identity without its fact.',
    `select i.topic || '/' || i.partition || '/' || i.message_offset as place, i.source, i.id as event_id
     from published.register_fact_identity i where ${ANY_WINDOW} and not exists (select from published.register_fact f
       where f.topic = i.topic and f.partition = i.partition and f.message_offset = i.message_offset
         and f.source = i.source and f.id = i.id)`,
  ),
  law(
    'duplicate-of-nothing',
    'The message counts as a duplicate, and the first of its name is not there.',
    `select ${OUTCOME_PLACE} as place, o.source, o.id as event_id from published.register_outcome o
     where o.outcome = 'duplicate' and ${DECIDED_IN_WINDOW} and not exists (
       select from published.register_fact_identity i where i.source = o.source and i.id = o.id
         and (i.topic, i.partition, i.message_offset) <> (o.topic, o.partition, o.message_offset))`,
  ),
  law(
    'set-aside-not-kept',
    'The message was refused or parked, and its bytes were not kept.',
    `select ${OUTCOME_PLACE} as place, o.source, o.id as event_id from published.register_outcome o
     where o.outcome in ('refused', 'parked') and ${DECIDED_IN_WINDOW} and not exists (select from published.register_parked_message p
       where p.topic = o.topic and p.partition = o.partition and p.message_offset = o.message_offset)`,
  ),
  law(
    'kept-not-set-aside',
    'The bytes of a message were set aside, and its outcome says otherwise.',
    `select p.topic || '/' || p.partition || '/' || p.message_offset as place, null as source, null as event_id
     from published.register_parked_message p where ${ANY_WINDOW} and p.state <> 'replayed' and not exists (select from published.register_outcome o
       where o.topic = p.topic and o.partition = p.partition and o.message_offset = p.message_offset
         and o.outcome in ('refused', 'parked'))`,
  ),
  law(
    'fact-altered',
    'What stands beside the fact is not what its envelope says.',
    `select ${FACT_PLACE} as place, f.source, f.id as event_id from published.register_fact f
     where ${IN_WINDOW} and not f.is_as_said`,
  ),
  law(
    'person-unknown',
    'The fact is about a person whom the register does not know, or about nobody and yet under another name than its subject.',
    `select ${FACT_PLACE} as place, f.source, f.id as event_id, f.person as found from published.register_fact f
     where ${IN_WINDOW} and case when f.is_person then not exists (select from published.register_person p where p.person = f.person)
       else not f.is_by_subject end`,
  ),
]
