import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type CopyMessage, copyHeadersOf, dataschemaOf } from '#core/messages'
import { aCopy, PNC } from '../copies.fixture.js'
import { Calling } from '../webhooks/webhooks.fixture.js'
import { DELIVERY } from './copy-row.js'

/** Where the message stands that was set aside. */
const OFFSET = 900

describe('what delivery set aside', () => {
  let calling: Calling

  beforeAll(async () => {
    calling = await Calling.start()
  }, 120_000)
  afterAll(() => calling.stop(), 60_000)

  const place = () => `${calling.hub.topics.inbox('police')}/0/${OFFSET}`
  const parked = () =>
    calling.rows<{ state: string; code: string; reason: string | null }>(
      'select state, code, reason from parked_message',
    )

  /** As an earlier version left it, which could not read it. */
  async function setAside(copy: CopyMessage): Promise<void> {
    const headers = Object.fromEntries(
      Object.entries(copyHeadersOf(copy)).map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
    )
    await calling.pool.query('delete from parked_message')
    await calling.pool.query(
      `insert into parked_message (topic, partition, message_offset, code, says, message_key, headers, value, parked_at, state)
       values ($1, 0, $2, 'HUB_MESSAGE_UNREADABLE', 'It could not be read.', null, $3, $4, now(), 'parked')`,
      [calling.hub.topics.inbox('police'), OFFSET, JSON.stringify(headers), copy.bytes],
    )
  }

  /** The copy that says what an operator decided, as the exchange shares it with delivery. */
  async function decide(type: string, id: string, stage = 'delivery'): Promise<void> {
    const { envelope, ...rest } = aCopy(id, DELIVERY)
    const data = { eventId: 'late', eventSource: '/courts/libra', stage, code: 'HUB_X', says: 'Not wanted.' }
    const about = { ...envelope, type, subject: 'unit:hub/operations', correlationId: place() }
    const copy = { ...rest, envelope: about, bytes: Buffer.from(JSON.stringify(data)) }
    expect(copyHeadersOf(copy)['ce_dataschema']).toBe(dataschemaOf(type, 1))
    await calling.store([copy], 'hub')
  }

  const inbox = () =>
    calling.rows<{ event_id: string; state: string }>(
      `select event_id, state from copy where organisation = 'police' order by position`,
    )

  it('is put back behind what came meanwhile, once, when an operator says so', async () => {
    await setAside(aCopy('late', PNC))
    await calling.store([aCopy('meanwhile', PNC)])
    await decide('hub.message.replayed', 'decision-1')
    expect(await inbox()).toEqual([
      { event_id: 'meanwhile', state: 'waiting' },
      { event_id: 'late', state: 'waiting' },
    ])
    expect(await parked()).toMatchObject([{ state: 'replayed' }])
    await decide('hub.message.replayed', 'decision-2')
    expect(await inbox()).toHaveLength(2)
    expect(await calling.rows(`select distinct state from copy where organisation = 'hub'`)).toEqual([
      { state: 'delivered' },
    ])
  })

  it('is set aside again when it still cannot be read', async () => {
    await setAside({ ...aCopy('never', PNC), recipient: '' })
    await calling.pool.query(`update parked_message set headers = headers - 'ce_recipient', code = 'HUB_OLD'`)
    await decide('hub.message.replayed', 'decision-3')
    expect(await parked()).toMatchObject([{ state: 'parked', code: 'HUB_MESSAGE_UNREADABLE' }])
  })

  it('is given up with the reason, and only by what is meant for delivery', async () => {
    await setAside(aCopy('unwanted', PNC))
    await decide('hub.message.discarded', 'decision-4', 'exchange')
    expect(await parked()).toMatchObject([{ state: 'parked' }])
    await decide('hub.message.discarded', 'decision-5')
    expect(await parked()).toMatchObject([{ state: 'discarded', reason: 'Not wanted.' }])
    expect((await inbox()).map(({ event_id: id }) => id)).not.toContain('unwanted')
  })
})
