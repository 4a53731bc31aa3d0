import type { Instant } from '#core/kernel'
import type { Queryable } from './queryable.js'

/** How the register settled one message. */
export interface RegisterOutcome {
  topic: string
  partition: number
  offset: number
  outcome: string
  source: string | null
  code: string | null
  says: string | null
  decidedAt: Instant
}

export interface RegisteredFact {
  source: string
  id: string
  type: string
  version: number
  unit: string
  subject: string
  occurredAt: Instant
  receivedAt: Instant
  person: string
  isPerson: boolean
  /** The key that the person goes by now, where two were merged since. */
  survivor: string | null
}

export interface SharingDecision {
  source: string
  occasion: string
  outcome: string
  concerned: number
  shared: number
  withheld: number
  /** Rows of the ledger as they stand, in order. */
  entries: Record<string, unknown>[]
}

export interface DeliveredCopy {
  source: string
  recipient: string
  occasion: string
  disclosure: string
  state: string
  storedAt: Instant
  deliveredAt: Instant | null
  acknowledgedAt: Instant | null
  outcome: string | null
}

export interface ObligationPart {
  /** Of the fact that the obligation considered. */
  source: string
  rule: string
  caseKey: string
  role: string
  status: string
  gapOpen: boolean
  dueAt: Instant | null
  onePer: Record<string, string>
}

/** Everything that stages published about one event id, which is one message's of each source at most. */
export interface MessageLife {
  refusedAtIntake: {
    at: Instant
    organisation: string
    faults: { code: string; at?: string; says: string }[]
  }[]
  outcomes: RegisterOutcome[]
  facts: RegisteredFact[]
  decisions: SharingDecision[]
  copies: DeliveredCopy[]
  judged: string | null
  obligations: ObligationPart[]
}

export async function readMessageLife(db: Queryable, eventId: string): Promise<MessageLife> {
  const many = async <T extends object>(sql: string): Promise<T[]> => (await db.query<T>(sql, [eventId])).rows
  const facts = await many<RegisteredFact>(
    `select f.source, f.id, f.type, f.version, f.unit, f.subject, f.occurred_at as "occurredAt", f.received_at as "receivedAt",
       f.person, f.is_person as "isPerson", a.survivor
     from published.register_fact f left join published.register_person_alias a on a.person = f.person where f.id = $1 order by f.source`,
  )
  const outcomes = await many<RegisterOutcome>(
    `select topic, partition, message_offset as "offset", outcome, source, code, says, decided_at as "decidedAt"
     from published.register_outcome where id = $1 order by decided_at, topic, partition, message_offset limit 100`,
  )
  const refusedAtIntake = await many<MessageLife['refusedAtIntake'][number]>(
    `select s.received_at as at, s.organisation, r.faults from published.intake_refusal r join published.intake_submission s on s.id = r.submission_id
     where r.event_id = $1 order by s.received_at limit 20`,
  )
  const copies = await many<DeliveredCopy>(
    `select source, recipient, occasion, disclosure, state, stored_at as "storedAt", delivered_at as "deliveredAt",
       acknowledged_at as "acknowledgedAt", outcome
     from published.delivery_copy_state where id = $1 order by position`,
  )
  const judged = await many<{ outcome: string }>(
    'select outcome from published.reconciler_fact_outcome where event_id = $1 limit 1',
  )
  const obligations = await many<ObligationPart>(
    `select distinct e.source, c.rule, c.case_key as "caseKey", e.role, c.status, c.gap_open as "gapOpen", c.due_at as "dueAt",
       c.state->'onePer' as "onePer"
     from published.reconciler_evidence e join published.reconciler_obligation_case c
       on c.case_key = e.case_key
       or c.case_key in (select o.case_key from published.reconciler_evidence o where o.match_key = e.case_key)
     where e.event_id = $1 order by c.rule, e.role, e.source`,
  )
  return {
    refusedAtIntake,
    outcomes,
    facts,
    decisions: await decisionsOf(db, eventId),
    copies,
    judged: judged[0]?.outcome ?? null,
    obligations,
  }
}

/** What is in the facts that go by the id, by source, null where it was destroyed: for the operator alone. */
export async function readPayloads(db: Queryable, eventId: string): Promise<Map<string, string | null>> {
  const { rows } = await db.query<{ source: string; payload: string | null }>(
    'select source, payload from published.register_fact where id = $1',
    [eventId],
  )
  return new Map(rows.map(({ source, payload }) => [source, payload]))
}

async function decisionsOf(db: Queryable, eventId: string): Promise<SharingDecision[]> {
  const { rows } = await db.query<SharingDecision>(
    `select d.source, d.occasion, d.outcome, d.concerned, d.shared, d.withheld,
       coalesce((select jsonb_agg(e.entry order by e.partition, e.position) from published.exchange_disclosure e
         where e.event_id = d.event_id and e.source = d.source and e.partition = d.partition
           and e.message_offset = d.message_offset and e.entry->>'occasion' = d.occasion), '[]') as entries
     from published.exchange_fact_decision d where d.event_id = $1 order by d.partition, d.message_offset, d.ordinal limit 100`,
    [eventId],
  )
  return rows
}
