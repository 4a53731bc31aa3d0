import type { ProfileField } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import { type Profile, profileAsAt, type ProfileEntry } from '#core/profile'

/** One person's profile through time. */
export interface PersonHistory {
  asAt(at: Instant): Profile
  /** Every instant at which anything in it may change, ascending. */
  readonly changesAt: readonly Instant[]
}

/** The history of a person by hub key (as linked; the caller follows aliases). A person of whom nothing is known has an empty one. */
export type Profiles = (person: string) => PersonHistory

/** A history from the profile's entries that stand (see profile, `standing`). `fields` may be cut to those that rules read. */
export function historyOf(
  entries: readonly ProfileEntry[],
  fields: ReadonlyMap<string, ProfileField>,
): PersonHistory {
  const instants = new Set<Instant>()
  for (const { field, fromAt, untilAt } of entries) {
    if (!fields.has(field)) continue
    instants.add(fromAt)
    if (untilAt !== null) instants.add(untilAt)
  }
  return {
    asAt: (at) => profileAsAt(entries, at, fields),
    changesAt: [...instants].sort((one, other) => one - other),
  }
}

/** For rules that read no profile. */
export const noProfiles: Profiles = () => ({ asAt: () => ({}), changesAt: [] })
