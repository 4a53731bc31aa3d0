import { type Instant } from '#core/kernel'
import { organisationOf } from '#core/messages'
import type { SharingPolicy } from './sharing-policy.js'

/** The agreement under which a unit may give facts of an event to another at an instant; undefined where there is none. */
export function agreementCovering(
  policy: SharingPolicy,
  { giver, receiver, event, at }: { giver: string; receiver: string; event: string; at: Instant },
): string | undefined {
  const listener = policy.units.has(receiver) ? policy.planOf(event).byUnit.get(receiver) : undefined
  if (listener === undefined) return undefined
  const purposes = Object.values(listener.purposes).flat()
  const covering = listener.offered.find(
    ({ gives, grant, fromAt, untilAt }) =>
      (gives === giver || gives === organisationOf(giver)) &&
      purposes.includes(grant.purpose) &&
      fromAt <= at &&
      at < untilAt,
  )
  return covering?.grant.agreement
}
