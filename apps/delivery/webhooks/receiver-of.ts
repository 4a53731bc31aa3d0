import { Problem } from '#platform/http'
import { actsFor, type Principal } from '#platform/security'
import type { WebhookQuery } from './webhook-body.js'
import type { Receiver } from './webhook-store.js'

/**
 * The receiver that the caller may speak for: a unit of its own, its organisation if it acts for all units, or anybody's for an
 * operator of the hub. @throws Problem 403 HUB_INBOX_NOT_OWN
 */
export function receiverOf(caller: Principal, { unit, organisation }: WebhookQuery): Receiver {
  if (caller.organisation === 'hub' && caller.scopes.has('hub.operate') && organisation !== undefined)
    return named(organisation, unit)
  const isOwn = organisation === undefined || organisation === caller.organisation
  const isAllowed = unit === undefined ? caller.units === '*' : actsFor(caller, unit)
  if (isOwn && isAllowed) return named(caller.organisation, unit)
  throw new Problem(
    403,
    'HUB_INBOX_NOT_OWN',
    `The access token does not act for ${unit ?? organisation ?? `all of ${caller.organisation}`}.`,
    'Ask for a unit of your own.',
  )
}

function named(organisation: string, unit: string | undefined): Receiver {
  return { receiver: unit ?? organisation, organisation, unit: unit ?? null }
}
