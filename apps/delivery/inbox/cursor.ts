import { Problem } from '#platform/http'

/** A place in an organisation's inbox, as its readers hold it: opaque, and good for no other organisation. */
export function encodeCursor(organisation: string, position: number): string {
  return Buffer.from(JSON.stringify([organisation, position])).toString('base64url')
}

/** The position after which the page begins; undefined for what is not a cursor of this organisation. */
function decodeCursor(organisation: string, cursor: string): number | undefined {
  try {
    const [owner, position] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    return owner === organisation && Number.isSafeInteger(position) && (position as number) >= 0
      ? (position as number)
      : undefined
  } catch {
    return undefined
  }
}

/** As `decodeCursor`; without a cursor, the beginning. @throws Problem 400 HUB_INBOX_CURSOR */
export function positionOf(organisation: string, cursor: string | undefined): number {
  const position = cursor === undefined ? 0 : decodeCursor(organisation, cursor)
  if (position !== undefined) return position
  throw new Problem(
    400,
    'HUB_INBOX_CURSOR',
    'The cursor is not one that this inbox gave.',
    'Use the cursor of the last answer, or none to begin again.',
  )
}
