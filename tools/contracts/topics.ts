import type { Catalogue } from '#core/catalogue'

export interface Topic {
  name: string
  partitions: number
  /** Kafka's own names and values. */
  config: Readonly<Record<string, string>>
}

const DAY_MS = 86_400_000

/**
 * Days that Kafka keeps a message, A: long enough to repair a stage that stood still over a holiday, and shorter than
 * the shortest time that any payload is kept (CORE §8). PostgreSQL holds what must last.
 */
const KEPT_DAYS = { facts: 14, extracts: 7, linked: 14, inbox: 30 } as const
/** Sizes fixed at birth (CORE §10). */
const PARTITIONS = { facts: 2, extracts: 2, linked: 12, inbox: 6 } as const
/** The broker's own time, so that nobody dates what the hub received (CORE §3). */
const RECEIVED = { 'message.timestamp.type': 'LogAppendTime' } as const

/** Kafka's topics: what each organisation says and sends, the one log of linked facts, and what each hears. */
export function topics(catalogue: Catalogue): { topics: readonly Topic[] } {
  const all: Topic[] = [topic('hub.linked', 'linked')]
  for (const organisation of [...catalogue.organisations.keys()].sort()) {
    const units = [...catalogue.units.values()].filter((unit) => unit.organisation === organisation)
    all.push(topic(`facts.${organisation}`, 'facts', RECEIVED))
    if (units.some(({ extracts }) => extracts.length > 0))
      all.push(topic(`extracts.${organisation}`, 'extracts'))
    if (units.some(({ subscribes }) => subscribes.length > 0))
      all.push(topic(`inbox.${organisation}`, 'inbox'))
  }
  return { topics: all }
}

function topic(
  name: string,
  kind: keyof typeof PARTITIONS,
  config: Readonly<Record<string, string>> = {},
): Topic {
  const kept = { 'cleanup.policy': 'delete', 'retention.ms': String(KEPT_DAYS[kind] * DAY_MS) }
  return { name, partitions: PARTITIONS[kind], config: { ...kept, ...config } }
}
