import { setTimeout as pause } from 'node:timers/promises'
import { isoInstant } from '#core/kernel'
import { type InboxRow, readInbox } from '#platform/published'
import { answer, counted, type Reading, said, table, tell, write } from '../answer.js'
import { withDatabase } from '../hub-place.js'
import { Misuse } from '../refusal.js'

export interface InboxOptions extends Reading {
  follow?: boolean
  unit?: string
  limit: string
}

const LOOK_AGAIN_MS = 500

/** `interlock inbox <organisation>`: what was delivered, looked at without counting as read. */
export async function inbox(whose: string, options: InboxOptions): Promise<void> {
  // `police/port` names the unit and its organisation at once
  const organisation = whose.split('/')[0]!
  const named = whose.includes('/') ? whose : options.unit
  const limit = Number(options.limit)
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 10_000))
    throw new Misuse('The limit is 1 to 10,000.')
  const unit = named === undefined ? {} : { unit: named }
  if (options.follow === true) return follow(organisation, unit, options)
  const rows = await withDatabase((pool) => readInbox(pool, organisation, { ...unit, limit, latest: true }))
  answer(options, rows.map(jsonOf), () =>
    rows.length === 0
      ? `Nothing was delivered to ${named ?? organisation}.`
      : `${table(
          ['position', 'for', 'fact', 'happened', 'state', 'event'],
          rows.map((row) => [row.position, row.recipient, row.type, row.time, row.state, row.id]),
        )}\n\n${counted(rows.length, 'copy', 'copies')}, the latest last.`,
  )
}

/** Prints each copy as it appears, one a line, until Ctrl-C. */
async function follow(organisation: string, unit: { unit?: string }, options: InboxOptions): Promise<void> {
  const stopped = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopped.abort())
  tell('Following; Ctrl-C ends it.')
  await withDatabase(async (pool) => {
    let after =
      (await readInbox(pool, organisation, { ...unit, limit: 1, latest: true })).at(-1)?.position ?? 0
    while (!stopped.signal.aborted) {
      const rows = await readInbox(pool, organisation, { ...unit, limit: 500, after })
      for (const row of rows) write(options.json === true ? JSON.stringify(jsonOf(row)) : lineOf(row))
      after = rows.at(-1)?.position ?? after
      await pause(LOOK_AGAIN_MS, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  })
}

function lineOf({ position, recipient, type, id, storedAt }: InboxRow): string {
  return `${said(storedAt)}  ${position}  ${recipient}  ${type}  ${id}`
}

function jsonOf({ storedAt, data, ...row }: InboxRow): object {
  const content: unknown = data === null ? null : JSON.parse(data.toString('utf8'))
  return { ...row, storedAt: isoInstant(storedAt), data: content }
}
