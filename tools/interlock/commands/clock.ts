import { isoInstant } from '#core/kernel'
import { type Clock, readStreamTime } from '#platform/published'
import { answer, type Reading, said } from '../answer.js'
import { withDatabase } from '../hub-place.js'
import { momentFrom } from '../moments.js'
import { moveTo } from '../move-clock.js'

/** `interlock clock`: reads stream time, or moves it and returns when everything due by then has been decided. */
export async function clock(to: string | undefined, reading: Reading): Promise<void> {
  const now = await withDatabase(async (pool) => {
    const before = await readStreamTime(pool)
    return to === undefined ? before : moveTo(pool, momentFrom(to, before.tickAt))
  })
  answer(reading, { ...now, tickAt: now.tickAt === null ? null : isoInstant(now.tickAt) }, () =>
    sentence(now),
  )
}

export function sentence({ mode, tickAt, isQuiet, stoppedCode }: Clock): string {
  if (stoppedCode !== null) return `The clock has stopped: ${stoppedCode}.`
  if (tickAt === null) return `The clock is ${mode} and has not begun to run.`
  return `${said(tickAt)} (${mode}; ${isQuiet ? 'everything due is decided' : 'still deciding what is due'})`
}
