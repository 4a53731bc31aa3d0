import { HubError, isoInstant } from '#core/kernel'
import { findParked, listParked, type ParkedMessage } from '#platform/published'
import { answer, counted, type Reading, said, table } from '../answer.js'
import { withDatabase } from '../hub-place.js'
import { repairEvent } from '../parking-repair.js'
import { postEvents } from '../post-events.js'
import { Misuse } from '../refusal.js'

const STATES = ['parked', 'refused', 'replayed', 'discarded', 'all']
const LISTED_MAX = 1_000

/** `interlock parking list`: messages set aside, the longest waiting first. */
export async function parkingList(options: Reading & { state: string; stage?: string }): Promise<void> {
  if (!STATES.includes(options.state)) throw new Misuse(`The state is one of ${STATES.join(', ')}.`)
  const { state, stage } = options
  const found = await withDatabase((pool) =>
    listParked(pool, { state, limit: LISTED_MAX, ...(stage === undefined ? {} : { stage }) }),
  )
  answer(options, found.map(jsonOf), () =>
    found.length === 0
      ? 'Nothing is set aside.'
      : `${table(
          ['id', 'state', 'since', 'code', 'event'],
          found.map(({ parkingId, state: now, parkedAt, code, source, eventId }) => [
            parkingId,
            now,
            said(parkedAt),
            code,
            eventId === null ? '-' : `${source ?? ''} ${eventId}`,
          ]),
        )}\n\n${counted(found.length, 'message')}.`,
  )
}

/** `interlock parking show <id>`: why, and the message as it came. */
export async function parkingShow(parkingId: string, reading: Reading): Promise<void> {
  const found = await withDatabase((pool) => findParked(pool, parkingId))
  if (found === undefined) throw unknown(parkingId)
  const { headers, value, ...message } = found
  const body = value?.toString('utf8') ?? ''
  answer(reading, { ...jsonOf(message), headers, body }, () =>
    [
      `${message.parkingId}: ${message.state} since ${said(message.parkedAt)}${message.reason === null ? '' : ` (${message.reason})`}`,
      `${message.code}: ${message.says}`,
      Object.entries(headers)
        .map(([name, text]) => `  ${name.padEnd(20)} ${text}`)
        .join('\n'),
      body,
    ].join('\n\n'),
  )
}

/** `interlock parking replay <id…>` and `discard <id…> --reason`: said as facts, which the stages act on. */
export async function parkingRepair(
  verb: 'replay' | 'discard',
  parkingIds: readonly string[],
  options: Reading & { reason?: string },
): Promise<void> {
  const reason = options.reason ?? ''
  if (verb === 'discard' && reason.trim() === '') throw new Misuse('Say why with --reason: it is kept.')
  const receipts = await withDatabase(async (pool, place) => {
    const events = []
    for (const parkingId of parkingIds) {
      const message = await findParked(pool, parkingId)
      if (message === undefined) throw unknown(parkingId)
      if (message.state !== 'parked')
        throw new HubError('HUB_CLI_NOT_PARKED', `${parkingId} is not waiting: it is ${message.state}.`)
      events.push(await repairEvent(pool, verb, message, reason))
    }
    return postEvents(place, 'hub', events)
  })
  answer(options, receipts, () =>
    parkingIds
      .map((parkingId, index) => `${parkingId}: ${verb} ${receipts[index]?.status ?? 'unanswered'}`)
      .join('\n'),
  )
  const refused = receipts.find(({ status }) => status === 'refused')
  if (refused !== undefined)
    throw new HubError(
      'HUB_CLI_EVENTS_REFUSED',
      refused.faults?.map(({ says }) => says).join(' ') ?? 'Refused.',
    )
}

function jsonOf({ parkedAt, ...message }: ParkedMessage): object {
  return { ...message, parkedAt: isoInstant(parkedAt) }
}

function unknown(parkingId: string): HubError {
  return new HubError(
    'HUB_CLI_NOT_FOUND',
    `Nothing is set aside under ${parkingId}; the list shows the ids: npx interlock parking list --state all.`,
  )
}
