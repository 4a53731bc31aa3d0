import { HubError } from '#core/kernel'
import { readMessageLife, readPayloads } from '#platform/published'
import { answer, type Reading } from '../answer.js'
import { jsonOfLife, storyOf } from '../message-story.js'
import { withDatabase } from '../hub-place.js'

/** `interlock explain <event-id>`: the whole life of one message. */
export async function explain(eventId: string, options: Reading & { organisation?: string }): Promise<void> {
  const { life, payloads } = await withDatabase(async (pool) => ({
    life: await readMessageLife(pool, eventId),
    payloads: await readPayloads(pool, eventId),
  }))
  if (life.outcomes.length + life.refusedAtIntake.length + life.decisions.length === 0)
    throw new HubError('HUB_CLI_NOT_FOUND', `No message with the id ${eventId} was ever received.`)
  const { organisation } = options
  const seen =
    organisation === undefined
      ? life
      : {
          ...life,
          decisions: life.decisions.map((decision) => ({
            ...decision,
            entries: decision.entries.filter(({ unit }) => String(unit).startsWith(`${organisation}/`)),
          })),
          copies: life.copies.filter(({ recipient }) => recipient.startsWith(`${organisation}/`)),
        }
  answer(options, jsonOfLife(eventId, seen, payloads), () => storyOf(eventId, seen))
}
