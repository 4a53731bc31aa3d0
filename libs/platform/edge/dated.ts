import { instantOf } from '#core/calendar'
import { parseInstant } from '#core/kernel'
import { Problem } from '#platform/http'

/** The time that a request names as its present. @throws Problem 400 HUB_EDGE_UNDATED */
export function datedAt(asAt: string | undefined): string {
  if (asAt !== undefined && parseInstant(asAt) !== undefined) return asAt
  throw undated('asAt must be a time with its zone, RFC 3339.')
}

/** The day that a request names. @throws Problem 400 HUB_EDGE_UNDATED */
export function datedOn(name: string, day: string | undefined): string {
  if (day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) && instantOf(day) !== undefined) return day
  throw undated(`${name} must be a day, YYYY-MM-DD.`)
}

function undated(says: string): Problem {
  return new Problem(400, 'HUB_EDGE_UNDATED', says, 'Name the time.')
}
