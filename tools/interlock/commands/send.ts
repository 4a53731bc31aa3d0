import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { HubError } from '#core/kernel'
import { answer, counted, type Reading } from '../answer.js'
import { hubPlace } from '../hub-place.js'
import { eventsIn } from '../events-in.js'
import { type EventReceipt, postEvents } from '../post-events.js'
import { Misuse } from '../refusal.js'

/** `interlock send <file|->`: posts CloudEvents as an organisation. */
export async function send(file: string, options: Reading & { as: string }): Promise<void> {
  const events = eventsIn(file === '-' ? await text(process.stdin) : readText(file))
  const receipts = await postEvents(hubPlace(), options.as, events)
  answer(options, receipts, () => told(receipts))
  const refused = receipts.filter(({ status }) => status === 'refused').length
  if (refused > 0)
    throw new HubError('HUB_CLI_EVENTS_REFUSED', `${counted(refused, 'event was', 'events were')} refused.`)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Misuse(`${file} cannot be read.`)
  }
}

function told(receipts: readonly EventReceipt[]): string {
  return receipts
    .map(({ index, status, id, faults }) => {
      const why = (faults ?? []).map(({ code, at, says }) => `\n    ${code} ${at ?? ''} ${says}`).join('')
      return `${String(index + 1).padStart(4)}  ${status.padEnd(9)} ${id ?? ''}${why}`
    })
    .join('\n')
}
