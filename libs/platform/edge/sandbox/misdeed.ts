import { parseJson, Problem } from '#platform/http'

/** What a sandbox is told to do instead of what it should: once, to the next transaction about something. */
export interface Misdeed {
  about: string
  does: 'lose' | 'reject' | 'apply-wrongly' | 'delay'
  /** For `delay`: calendar days. */
  days?: number
}

const KNOWN: readonly (string | undefined)[] = ['lose', 'reject', 'apply-wrongly', 'delay']
const MISDEEDS_MAX = 1_000
const DAYS_MAX = 999
const ABOUT_CHARS_MAX = 200

/** A list of misdeeds from JSON. @throws Problem 400 HUB_EDGE_MISDEED */
export function readMisdeeds(bytes: Buffer): Misdeed[] {
  const parsed = parseJson(bytes)
  const listed = parsed.ok && Array.isArray(parsed.value) ? (parsed.value as unknown[]) : undefined
  if (listed !== undefined && listed.length <= MISDEEDS_MAX && listed.every(isMisdeed)) return listed
  throw new Problem(
    400,
    'HUB_EDGE_MISDEED',
    `A list of at most ${MISDEEDS_MAX} misdeeds is expected: about, does (lose, reject, apply-wrongly, delay with days).`,
    'Correct the list.',
  )
}

function isMisdeed(value: unknown): value is Misdeed {
  const one = value as Partial<Misdeed> | null
  const days = one?.days === undefined || (Number.isInteger(one.days) && one.days > 0 && one.days <= DAYS_MAX)
  const about = typeof one?.about === 'string' && one.about !== '' && one.about.length <= ABOUT_CHARS_MAX
  return KNOWN.includes(one?.does) && days && about
}
