/** `hub.linked` is cut in twelve for good: order is order in its partitions, so a change means a replay (CORE §10). */
export const LINKED_PARTITIONS = 12
export const FACTS_PARTITIONS = 2
export const EXTRACTS_PARTITIONS = 2
export const INBOX_PARTITIONS = 6

/** The names of the hub's topics; the prefix lets several hubs share a cluster, and each test have its own. */
export interface Topics {
  facts(organisation: string): string
  extracts(organisation: string): string
  inbox(organisation: string): string
  linked: string
}

export function topicsOf(prefix: string): Topics {
  return {
    facts: (organisation) => `${prefix}facts.${organisation}`,
    extracts: (organisation) => `${prefix}extracts.${organisation}`,
    inbox: (organisation) => `${prefix}inbox.${organisation}`,
    linked: `${prefix}hub.linked`,
  }
}
