import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { HubError } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import { createPool, type Pool } from '#platform/postgres'
import { testServers } from '#testkit/harness'
import type { HubReceipt } from './hub-client.js'
import { NATIVE_MESSAGE_TABLE, NativeMessages, type Translate } from './native-messages.js'

const anEvent = (id: string) => ({ id, type: 'courts.order-copy.sent' }) as CloudEventJson
const split: Translate = (_format, bytes) =>
  bytes.includes('broken')
    ? { ok: false, faults: [{ code: 'HUB_X', at: 'line 1', says: 'It is broken.' }] }
    : { ok: true, events: bytes.toString().split(',').map(anEvent) }

describe('native messages', () => {
  const name = `t${randomBytes(5).toString('hex')}`
  let admin: Pool
  let pool: Pool
  let heard: string[]
  const hears = async (events: readonly CloudEventJson[]): Promise<HubReceipt[]> =>
    events.map(({ id }, index) => {
      const status = heard.includes(id) ? 'duplicate' : 'accepted'
      heard.push(id)
      return { index, id, status }
    })
  const deaf = (): Promise<never> =>
    Promise.reject(new HubError('HUB_EDGE_UNREACHABLE', 'The hub does not answer.', 'later'))

  beforeAll(async () => {
    const { databaseUrl } = testServers()
    admin = createPool(databaseUrl, { application: 'test', connectionsMax: 1 })
    await admin.query(`create database ${name}`)
    const url = new URL(databaseUrl)
    url.pathname = `/${name}`
    pool = createPool(url.toString(), { application: 'test', connectionsMax: 4 })
    await pool.query(NATIVE_MESSAGE_TABLE)
  }, 30_000)
  beforeEach(() => {
    heard = []
  })
  afterAll(async () => {
    await pool.end()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })

  it('are kept byte for byte before anybody reads them, the unreadable above all', async () => {
    const bytes = Buffer.from([0xff, 0x00, ...Buffer.from('broken')])
    const outcome = await new NativeMessages(pool, split, hears).accept('libra', bytes)
    expect(outcome).toMatchObject({ state: 'refused', faults: [{ at: 'line 1', says: 'It is broken.' }] })
    const { rows } = await pool.query('select bytes, state, faults from native_message where id = $1', [
      outcome.id,
    ])
    expect(rows[0]).toEqual({ bytes, state: 'refused', faults: outcome.faults })
    expect(heard).toEqual([])
  })

  it('sent again are the same message, and nothing is said twice', async () => {
    const messages = new NativeMessages(pool, split, hears)
    const first = await messages.accept('libra', Buffer.from('a,b'))
    const second = await messages.accept('libra', Buffer.from('a,b'))
    expect(first).toMatchObject({ state: 'published', again: false })
    expect(second).toEqual({ ...first, again: true })
    expect(heard).toEqual(['a', 'b'])
  })

  it('that the hub could not hear are said after the next start', async () => {
    const bytes = Buffer.from('c,d')
    await expect(new NativeMessages(pool, split, deaf).accept('libra', bytes)).rejects.toMatchObject({
      code: 'HUB_EDGE_UNREACHABLE',
    })
    expect(await new NativeMessages(pool, split, hears).resume()).toBe(1)
    expect(heard).toEqual(['c', 'd'])
    expect(await new NativeMessages(pool, split, hears).resume()).toBe(0)
  })

  it('that were only just kept when the edge died are translated and said after the next start', async () => {
    await new NativeMessages(pool, split, hears).keep('libra', Buffer.from('e'))
    expect(heard).toEqual([])
    await new NativeMessages(pool, split, hears).resume()
    expect(heard).toEqual(['e'])
  })

  it('hold up none behind them that the hub does take, and are tried again', async () => {
    const away = new NativeMessages(pool, split, deaf)
    for (const bytes of ['whole', 'h', 'i'])
      await away.accept('libra', Buffer.from(bytes)).catch(() => undefined)
    const refused = new HubError('HUB_EDGE_REFUSED', 'The hub refused the request.', 'after-repair')
    const particular = new NativeMessages(pool, split, (events) =>
      events.some(({ id }) => id === 'whole') ? Promise.reject(refused) : hears(events),
    )
    await expect(particular.resume()).rejects.toBe(refused)
    expect(heard).toEqual(['h', 'i'])
    expect(await new NativeMessages(pool, split, hears).resume(5)).toBe(1)
    expect(heard).toEqual(['h', 'i', 'whole'])
  })

  it('are asked for again while the edge’s own store is away, and finished by whoever resumes', async () => {
    let times = 0
    const unfinished = (): void => void times++
    const nobody = createPool('postgres://edge@127.0.0.1:1/edge', { application: 'test' })
    const away = new NativeMessages(nobody, split, hears, { unfinished })
    const later = { code: 'HUB_EDGE_STORE_UNAVAILABLE', retry: 'later' }
    await expect(away.accept('libra', Buffer.from('k'))).rejects.toMatchObject(later)
    await nobody.end()
    const broken: Translate = async (_format, _bytes, client) => {
      await client.query('select pg_terminate_backend(pg_backend_pid())')
      return { ok: true, events: [] }
    }
    const breaking = new NativeMessages(pool, broken, hears, { unfinished })
    await expect(breaking.accept('libra', Buffer.from('k'))).rejects.toMatchObject(later)
    expect(times).toBe(2)
    expect(await new NativeMessages(pool, split, hears).resume()).toBe(1)
    expect(heard).toEqual(['k'])
  })

  it('that cannot be translated for a fault of ours are not taken for a store that is away', async () => {
    const faulty: Translate = () => Promise.reject(new TypeError('Not a function.'))
    const ours = new NativeMessages(pool, faulty, hears).accept('libra', Buffer.from('l'))
    await expect(ours).rejects.toThrow(TypeError)
    await new NativeMessages(pool, split, hears).resume()
  })

  it('are said to be refused where nobody waits for the answer', async () => {
    await new NativeMessages(pool, split, deaf).accept('libra', Buffer.from('j')).catch(() => undefined)
    const faults = [{ code: 'HUB_EVENT_NOT_OWN', at: '/type', says: 'Not yours.' }]
    const refusing = () => Promise.resolve([{ index: 0, status: 'refused' as const, faults }])
    const refused: unknown[] = []
    await new NativeMessages(pool, split, refusing, {
      refusedLater: (outcome) => refused.push(outcome),
    }).resume()
    expect(refused).toMatchObject([{ state: 'refused', faults }])
  })

  it('are translated once, even when two of the same arrive at the same moment', async () => {
    let translations = 0
    const counting: Translate = (format, bytes, client) => {
      translations++
      return split(format, bytes, client)
    }
    const messages = new NativeMessages(pool, counting, hears)
    await Promise.all(Array.from({ length: 8 }, () => messages.accept('libra', Buffer.from('f'))))
    expect(translations).toBe(1)
  })

  it('that are refused leave no trace in the agency’s registers', async () => {
    await pool.query('create table register (entry text)')
    const entering: Translate = async (format, bytes, client) => {
      await client.query('insert into register values ($1)', [bytes.toString()])
      return split(format, bytes, client)
    }
    const messages = new NativeMessages(pool, entering, hears)
    expect(await messages.accept('nomis', Buffer.from('k, broken'))).toMatchObject({ state: 'refused' })
    expect(await messages.accept('nomis', Buffer.from('k'))).toMatchObject({ state: 'published' })
    expect((await pool.query('select entry from register')).rows).toEqual([{ entry: 'k' }])
  })

  it.each([
    ['a NUL', 'a\\u0000b', 'l'],
    ['half of a character', 'a\\ud83d', 'm'],
  ])(
    'that say %s end refused, whether it is of a fact, of a register or of a fault',
    async (_what, text, id) => {
      const says = JSON.parse(`"${text}"`) as string
      const fault = { code: 'HUB_X', says }
      const outcomes: Translate[] = [
        () => ({ ok: true, events: [anEvent(says)] }),
        async (format, bytes, client) => {
          await client.query('select $1::jsonb', [JSON.stringify({ says })])
          return split(format, bytes, client)
        },
        () => ({ ok: false, faults: [fault] }),
      ]
      for (const [position, translate] of outcomes.entries()) {
        const messages = new NativeMessages(pool, translate, hears)
        expect(await messages.accept('unit-log', Buffer.from(`${id}${position}`))).toMatchObject({
          ...{ state: 'refused', faults: [{}] },
        })
      }
      const refusing = () => Promise.resolve([{ index: 0, status: 'refused' as const, faults: [fault] }])
      const refused = await new NativeMessages(pool, split, refusing).accept('libra', Buffer.from(`${id}3`))
      expect(refused).toMatchObject({ state: 'refused' })
      expect(await new NativeMessages(pool, split, hears).resume()).toBe(0)
    },
  )

  it('that cannot be finished stop nobody who goes on with them in passing, and are left to be resumed', async () => {
    await new NativeMessages(pool, split, deaf).accept('libra', Buffer.from('n')).catch(() => undefined)
    const refused = new HubError('HUB_EDGE_REFUSED', 'The hub refused the request.', 'after-repair')
    let unfinished = 0
    const stuck = new NativeMessages(pool, split, () => Promise.reject(refused), {
      unfinished: () => unfinished++,
    })
    await stuck.resumeInPassing()
    expect(unfinished).toBe(1)
    await expect(new NativeMessages(pool, split, deaf).resumeInPassing()).rejects.toMatchObject({
      code: 'HUB_EDGE_UNREACHABLE',
    })
    expect(await new NativeMessages(pool, split, hears).resume()).toBe(1)
  })

  it('of which the hub refuses a fact end refused, with the hub’s faults', async () => {
    const faults = [{ code: 'HUB_EVENT_NOT_OWN', at: '/type', says: 'Not yours.' }]
    const refusing = () => Promise.resolve([{ index: 0, status: 'refused' as const, faults }])
    const outcome = await new NativeMessages(pool, split, refusing).accept('libra', Buffer.from('g'))
    expect(outcome).toMatchObject({ state: 'refused', faults })
  })

  it('of which the hub refused a fact are judged anew when they are sent again', async () => {
    const faults = [{ code: 'HUB_EVENT_AHEAD_OF_TIME', at: '/time', says: 'It is not yet.' }]
    const refusing = () => Promise.resolve([{ index: 0, status: 'refused' as const, faults }])
    const bytes = Buffer.from('o')
    await new NativeMessages(pool, split, refusing).accept('libra', bytes)
    const messages = new NativeMessages(pool, split, hears)
    expect(await messages.accept('libra', bytes)).toMatchObject({
      state: 'published',
      again: true,
      faults: [],
    })
    await messages.accept('libra', bytes)
    expect(heard).toEqual(['o'])
  })
})
