import type { anEventJson } from '#testkit/builders'

/** A fact as an agency says it. */
export interface Publication {
  organisation: string
  /** As it is written to the agency's own topic, past intake. */
  record: { key: string | null; value: Buffer | null; headers: Record<string, string> }
  /** As it is posted to intake instead; absent: it goes to the topic. */
  posted?: ReturnType<typeof anEventJson>
}
