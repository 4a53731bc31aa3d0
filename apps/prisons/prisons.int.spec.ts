import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type AgencyParts, InboxController, PostRoom, SandboxRegister, SandboxTurn } from '#platform/edge'
import type { HttpRequest } from '#platform/http'
import { type Principal, setPrincipal } from '#platform/security'
import { edgeGround, type EdgeSchema, edgeSchema, partOf, StandInHub } from '#testkit/edge'
import { PRISONS } from './prisons.js'

const HEAD = 'REF,AT,OFFENDER_NO,ENTRY,AGY,REASON,RECALL\n'
const row = (reference: string, time: string, noms: string, entry: string, reason: string) =>
  `${reference},2011-10-03T${time}:00Z,${noms},${entry},WSI,${reason},N\n`
const csv = (...rows: string[]) => Buffer.from(HEAD + rows.join(''))
const PRISONERS = ['A0001AA', 'A0002AA', 'A0003AA', 'A0004AA', 'A0005AA', 'A0006AA']

describe('the prisons’ edge', () => {
  const hub = new StandInHub()
  /** Makes other bytes of the same entries. */
  let again = 0
  let schema: EdgeSchema
  let edge: AgencyParts
  const enter = (body: Buffer) => edge.messages.accept('nomis-transactions', body)
  const turn = (time: string) => partOf(edge.parts, SandboxTurn).take(`2011-10-03T${time}:00Z`)
  const told = (noms: string) =>
    hub.heard
      .filter(({ subject }) => subject === `noms:${noms}`)
      .map(({ type, data }) => [type, (data as { reason: string }).reason])
  const times = async (noms: string): Promise<number> => {
    const { rows } = await schema.pool.query<{ count: number }>(
      `select count(*)::int from native_message where convert_from(bytes, 'UTF8') like '%' || $1 || '%' and format = 'domain-events'`,
      [noms],
    )
    return rows[0]!.count
  }

  beforeAll(async () => {
    schema = await edgeSchema('prisons', PRISONS.migrations)
    edge = PRISONS.build(edgeGround(schema.pool, hub))
    const listed = PRISONERS.map((noms) => `${noms},SAMPLE,WSI,P22,Y\n`).join('')
    await edge.messages.accept(
      'nomis-prisoners',
      Buffer.from(`OFFENDER_NO,SURNAME,AGY,ALERTS,LICENCE\n${listed}`),
    )
  }, 60_000)
  afterAll(() => schema.end())

  it('tells of a release at once, and once more when nobody has come back for 45 minutes: one fact', async () => {
    await enter(csv(row('N1', '09:00', 'A0001AA', 'OUT', 'RELEASED')))
    expect(await turn('09:44')).toEqual({ said: 0 })
    expect(await turn('09:46')).toEqual({ said: 1 })
    expect(await turn('12:00')).toEqual({ said: 0 })
    expect(told('A0001AA')).toEqual([['prison.prisoner.released', 'RELEASED']])
    expect(await times('A0001AA')).toBe(1)
  })

  it('keeps to itself the second word of a release that was taken back in time', async () => {
    await enter(
      csv(row('N2', '10:00', 'A0002AA', 'OUT', 'RELEASED'), row('N3', '10:20', 'A0002AA', 'IN', 'ADMISSION')),
    )
    await turn('14:00')
    expect(told('A0002AA').map(([type]) => type)).toEqual([
      'prison.prisoner.released',
      'prison.prisoner.received',
    ])
  })

  it('takes an entry once, however it is sent again', async () => {
    const entry = row('N4', '11:00', 'A0003AA', 'IN', 'ADMISSION')
    await enter(csv(entry))
    expect(await enter(csv(entry))).toMatchObject({ again: true })
    await enter(Buffer.from((HEAD + entry).replaceAll('\n', '\r\n')))
    expect(told('A0003AA')).toHaveLength(1)
  })

  it('loses, rejects and delays what it is told to, and confirms nothing that it does not hold', async () => {
    await partOf(edge.parts, SandboxRegister).misbehave([
      { about: 'A0004AA', does: 'lose' },
      { about: 'A0004AA', does: 'reject' },
      { about: 'A0004AA', does: 'delay', days: 2 },
    ])
    for (const reference of ['N5', 'N5', 'N6', 'N5', 'N7'])
      await enter(csv(row(reference, '11:00', 'A0004AA', 'OUT', 'RELEASED'), '\n'.repeat(++again)))
    expect(told('A0004AA')).toEqual([])
    await partOf(edge.parts, SandboxTurn).take('2011-10-05T18:00:00Z')
    expect(told('A0004AA')).toEqual([['prison.prisoner.released', 'RELEASED']])
    expect(hub.heard.at(-1)!.time).toBe('2011-10-03T11:00:00.000Z')
  })

  it('finishes after a stop what the hub could not hear', async () => {
    hub.isDeaf = true
    const entry = csv(row('N8', '12:00', 'A0005AA', 'IN', 'ADMISSION'))
    await expect(enter(entry)).rejects.toMatchObject({ code: 'HUB_EDGE_UNREACHABLE' })
    hub.isDeaf = false
    await edge.messages.resume()
    expect(told('A0005AA')).toHaveLength(1)
  })

  it('tells at its next turn what its register had confirmed while the hub was away', async () => {
    await partOf(edge.parts, SandboxRegister).misbehave([{ about: 'A0006AA', does: 'delay', days: 1 }])
    await enter(csv(row('N10', '12:00', 'A0006AA', 'IN', 'ADMISSION')))
    const later = (day: number) => partOf(edge.parts, SandboxTurn).take(`2011-10-0${day}T18:00:00Z`)
    hub.isDeaf = true
    await expect(later(6)).rejects.toMatchObject({ code: 'HUB_EDGE_UNREACHABLE' })
    hub.isDeaf = false
    await later(7)
    expect(told('A0006AA')).toEqual([['prison.prisoner.received', 'ADMISSION']])
  })

  it('keeps the bytes of what it refuses', async () => {
    const outcome = await enter(csv(row('N9', '12:00', 'nobody', 'AWAY', 'RELEASED')))
    expect(outcome).toMatchObject({ state: 'refused', faults: [{ at: '/line 2/OFFENDER_NO' }, {}] })
  })

  it('reads its inbox once and tells of it as often as asked, to each caller what came for its units', async () => {
    const about = { type: 'probation.recall.decided', subject: 'crn:X1', data: {} }
    hub.copies.push(...['prisons/wsi', 'prisons/bai'].map((recipient) => ({ ...about, recipient }) as never))
    const inbox = new InboxController(partOf(edge.parts, PostRoom))
    const told = async (units: Principal['units'], since?: string) =>
      (await inbox.workThrough(from(units, 'inbox.read'), since)).post
    const [wsi, bai] = await told('*')
    expect([wsi, bai]).toMatchObject([{ ...about, unit: 'prisons/wsi' }, { unit: 'prisons/bai' }])
    expect(await told('*')).toEqual([wsi, bai])
    expect(await told('*', String(wsi!.position))).toEqual([bai])
    expect(await told(['prisons/bai'])).toEqual([bai])
    expect(await told(['prisons/pvi'])).toEqual([])
    await expect(inbox.workThrough(from('*'))).rejects.toMatchObject({ code: 'HUB_SECURITY_SCOPE_MISSING' })
  })

  it('acknowledges what it has kept, each copy once, and later what the hub could not hear', async () => {
    const room = partOf(edge.parts, PostRoom)
    const copy = (id: string) => ({ source: '/probation/delius', id, recipient: 'prisons/wsi', occasion: id })
    const acknowledged = () => hub.acknowledged.filter(({ source }) => source === '/probation/delius')
    const come = (id: string) =>
      hub.copies.push({ ...copy(id), type: 'probation.recall.decided', subject: 'crn:X1', data: {} } as never)
    come('first')
    await room.workThrough(0, '*')
    expect(acknowledged()).toEqual([copy('first')])
    come('second')
    hub.isDeaf = true
    await expect(room.workThrough(0, '*')).rejects.toMatchObject({ code: 'HUB_EDGE_UNREACHABLE' })
    hub.isDeaf = false
    await room.workThrough(0, '*')
    expect(acknowledged()).toEqual([copy('first'), copy('second')])
  })

  it('acknowledges for the units that read their post here alone: another may have its copies by webhook', async () => {
    const room = partOf(edge.parts, PostRoom)
    const acknowledged = () => hub.acknowledged.filter(({ id }) => id === 'for-wsi')
    const copy = {
      source: '/probation/delius',
      id: 'for-wsi',
      recipient: 'prisons/wsi',
      occasion: 'published',
    }
    hub.copies.push({ ...copy, type: 'probation.recall.decided', subject: 'crn:X2', data: {} } as never)
    await room.workThrough(0, ['prisons/pvi'])
    expect(acknowledged()).toEqual([])
    await room.workThrough(0, ['prisons/wsi'])
    expect(acknowledged()).toEqual([copy])
  })
})

/** A request of a client that speaks for these units, and may publish. */
function from(units: Principal['units'], ...scopes: string[]): HttpRequest {
  const request = {} as HttpRequest
  const lasting = { clientId: 'prisons', organisation: 'prisons', expiresAt: Number.MAX_SAFE_INTEGER }
  setPrincipal(request, { ...lasting, units, scopes: new Set(['events.publish', ...scopes]) })
  return request
}
