/** A canonical identifier, as stored and compared. */
export interface Identifier {
  scheme: string
  value: string
}

/** The identifier as one text, as in a subject: `pnc:2001/0171310W`. */
export function identifierKey({ scheme, value }: Identifier): string {
  return `${scheme}:${value}`
}

/**
 * The scheme under which a provisional person holds what it disputes: an identifier that belongs to another, together
 * with the date of birth that contradicts the other's. So that the next fact which says the same finds the same
 * provisional person, and not one more. Never seen outside the register's own table.
 */
export const CLAIM = 'claim'

export function claimTo(identifier: Identifier, dateOfBirth: string): Identifier {
  return { scheme: CLAIM, value: `${identifierKey(identifier)} born ${dateOfBirth}` }
}
