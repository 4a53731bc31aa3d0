import { Problem } from '#platform/http'

/** A place in a list, as its readers hold it: the values by which it is ordered. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** @throws Problem 400 HUB_CONSOLE_CURSOR for what is not a cursor of such a list */
export function decodeCursor<T extends readonly ('string' | 'number')[]>(
  cursor: string | undefined,
  ...types: T
): { [K in keyof T]: T[K] extends 'string' ? string : number } | undefined {
  if (cursor === undefined) return undefined
  const values = parsed(cursor)
  const fits =
    Array.isArray(values) &&
    values.length === types.length &&
    types.every((type, index) => typeof values[index] === type && isBounded(values[index]))
  if (fits) return values as never
  throw new Problem(
    400,
    'HUB_CONSOLE_CURSOR',
    'The cursor is not one that this list gave.',
    'Use the cursor of the last answer, or none to begin again.',
  )
}

function isBounded(value: unknown): boolean {
  return typeof value === 'number'
    ? Number.isSafeInteger(value) && value >= 0
    : String(value).length <= 500 && !/\p{Cc}/u.test(String(value))
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
