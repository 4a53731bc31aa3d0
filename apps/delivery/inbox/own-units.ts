import { Problem } from '#platform/http'
import { actsFor, type Principal } from '#platform/security'

/**
 * The units whose copies the caller may read; undefined: all of its organisation.
 * @throws Problem 403 HUB_INBOX_NOT_OWN when it asks for another's
 */
export function ownUnits(caller: Principal, asked: string | undefined): readonly string[] | undefined {
  if (asked === undefined) return caller.units === '*' ? undefined : caller.units
  if (actsFor(caller, asked)) return [asked]
  throw new Problem(
    403,
    'HUB_INBOX_NOT_OWN',
    `The access token does not act for ${asked}.`,
    'Ask for the inbox of a unit of your own.',
  )
}
