/** What an access token may be used for; a client holds some of them. */
export const SCOPES = [
  'events.publish',
  'extracts.publish',
  'receipts.read',
  'inbox.read',
  'inbox.acknowledge',
  'inbox.webhook',
  'gaps.read',
  'lists.read',
  'messages.read',
  'hub.read',
  'hub.operate',
] as const
export type ScopeName = (typeof SCOPES)[number]

/** Audience of every access token of the hub (RFC 8707 resource indicator). */
export const AUDIENCE = 'urn:interlock:hub'

/** Who calls, as its access token says. */
export interface Principal {
  clientId: string
  organisation: string
  /** Units that it speaks and hears for; `*`: every unit of its organisation. */
  units: '*' | readonly string[]
  scopes: ReadonlySet<string>
  /** When the access token expires: what lasts longer than a request ends then. */
  expiresAt: number
  /** The person at whose word the client acts; absent: the client acts for itself. */
  person?: { username: string; name: string; position: string }
}

/** Whether the principal may act for the unit: one of its own, of its own organisation. */
export function actsFor(principal: Principal, unit: string): boolean {
  if (!unit.startsWith(`${principal.organisation}/`)) return false
  return principal.units === '*' || principal.units.includes(unit)
}
