import {
  EXTRACTS_PARTITIONS,
  FACTS_PARTITIONS,
  INBOX_PARTITIONS,
  LINKED_PARTITIONS,
  topicsOf,
} from '#core/messages'
import type { Catalogue } from './catalogue.js'

export interface TopicPlan {
  topic: string
  partitions: number
  config: Record<string, string>
}

const DAY_MS = 86_400_000
/** Shorter than the shortest retention of a payload, so that destroying a payload is not undone by the log (CORE §8). */
const RETENTION = { 'retention.ms': String(90 * DAY_MS) }
const EXTRACT_RETENTION = { 'retention.ms': String(14 * DAY_MS) }

/**
 * Every topic the catalogue calls for. `facts.*` are stamped by the broker as it appends, because `receivedAt` must not be
 * the publisher's word; the other topics keep the producer's time.
 */
export function topicPlans(catalogue: Pick<Catalogue, 'organisations'>, prefix: string): TopicPlan[] {
  const topics = topicsOf(prefix)
  const organisations = [...catalogue.organisations.keys()].sort()
  const appended = { ...RETENTION, 'message.timestamp.type': 'LogAppendTime' }
  return [
    { topic: topics.linked, partitions: LINKED_PARTITIONS, config: RETENTION },
    ...organisations.flatMap((organisation) => [
      { topic: topics.facts(organisation), partitions: FACTS_PARTITIONS, config: appended },
      { topic: topics.extracts(organisation), partitions: EXTRACTS_PARTITIONS, config: EXTRACT_RETENTION },
      { topic: topics.inbox(organisation), partitions: INBOX_PARTITIONS, config: RETENTION },
    ]),
  ]
}
