import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { pncId } from '#core/identifiers'
import { readClients, TokenSource } from '#platform/security'
import { anArrival } from '#testkit/builders'
import { copiesTo, Hub, Publisher } from '#testkit/harness'

jest.setTimeout(240_000)

const APPS = ['identity', 'intake', 'register', 'exchange', 'reconciler', 'delivery', 'immigration']
const HEADER = 'REFERENCE,NOTICE,SURNAME,FORENAMES,DOB,COUNTRY,OFFENCE,KIND,CONVICTED,RETURNS,HANDLING'
const row = (serial: number, changes: { returns?: string; surname?: string } = {}): string => {
  const { returns = '2011-11-01', surname = `Sample${serial}` } = changes
  return `CN/2011/${String(serial).padStart(4, '0')},NEW,${surname},Ivo,,TH,Indecent assault.,SEXUAL,,${returns},3`
}
const AT = '2011-10-03T09:00:00Z'
const LIST = `/soca/consular-notifications?forwardedAt=${AT}`

describe('immigration’s edge', () => {
  let hub: Hub
  let minute = 0

  beforeAll(async () => {
    hub = await Hub.start({ apps: APPS })
    await hub.moveTo('2011-10-03T10:00:00Z')
  })
  afterAll(async () => hub?.stop())

  const sources = new Map<string, TokenSource>()
  const post = async (
    as: string,
    path: string,
    contentType: string,
    body: string | Buffer,
    method = 'POST',
  ) => {
    const login = readClients(hub.home).find(({ clientId }) => clientId === as)!
    const issuer = `http://127.0.0.1:${hub.app('identity').port}`
    const source = sources.get(as) ?? new TokenSource({ issuer, ...login })
    sources.set(as, source)
    const answer = await fetch(`http://127.0.0.1:${hub.app('immigration').port}${path}`, {
      method,
      headers: { authorization: `Bearer ${await source.token()}`, 'content-type': contentType },
      body,
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const list = (body: string | Buffer, as = 'soca') => post(as, LIST, 'text/csv', body)
  const settle = () => hub.moveTo(new Date(Date.UTC(2011, 9, 3, 10, ++minute)).toISOString())
  const factsOf = async (type: string): Promise<string[]> => {
    const { rows } = await hub.pool.query<{ subject: string }>(
      'select subject from register.fact where type = $1 order by subject',
      [type],
    )
    return rows.map(({ subject }) => subject)
  }

  describe('a consular list', () => {
    const body = [HEADER, row(1), row(2, { returns: 'soon' }), row(3), 'CN/2011/0004,NEW,Short', row(5)].join(
      '\n',
    )

    it('has its good rows taken, and the others refused with line and cause', async () => {
      const answer = await list(body)
      expect(answer).toMatchObject({ status: 202, body: { again: false, rows: 5, taken: 3, refused: 2 } })
      const refusals = answer.body['refusals'] as { line: number; faults: { says: string }[] }[]
      expect(refusals.map(({ line, faults }) => [line, faults.map(({ says }) => says)])).toEqual([
        [3, ['RETURNS "soon" is not a date; write YYYY-MM-DD or DD/MM/YYYY.']],
        [5, ['The row has 3 cells, not 11.']],
      ])
      await settle()
      expect(await factsOf('soca.consular-notification.forwarded')).toEqual(
        [1, 3, 5].map((serial) => `consular-ref:CN/2011/000${serial}`),
      )
      const copies = await copiesTo(hub, 'police/central-jigsaw', 'soca.consular-notification.forwarded')
      expect(copies).toHaveLength(3)
    })

    it('is kept byte for byte, and says nothing twice when it comes again', async () => {
      expect(await list(body)).toMatchObject({ status: 202, body: { again: true, taken: 3, refused: 2 } })
      await settle()
      expect(await factsOf('soca.consular-notification.forwarded')).toHaveLength(3)
      const { rows } = await hub.pool.query<{ bytes: string }>(
        `select string_agg(encode(bytes, 'hex'), '' order by part) as bytes from immigration.consular_list_part group by list`,
      )
      expect(rows.map(({ bytes }) => Buffer.from(bytes, 'hex').toString())).toEqual([body, body])
    })

    it('is streamed however long it is', async () => {
      const rows = Array.from({ length: 600 }, (_, index) => row(1_000 + index))
      expect(await list([HEADER, ...rows].join('\n'))).toMatchObject({
        status: 202,
        body: { rows: 600, taken: 600, refused: 0 },
      })
    })

    it('keeps its good rows where a name is not UTF-8', async () => {
      const latin1 = Buffer.from([HEADER, row(7), row(8, { surname: 'Müller' })].join('\n'), 'latin1')
      const answer = await list(latin1)
      expect(answer.body).toMatchObject({ taken: 1, refused: 1 })
      expect(answer.body['refusals']).toMatchObject([
        { line: 3, faults: [{ says: 'SURNAME is not UTF-8.' }] },
      ])
    })

    it('is refused without its columns, and from anybody but SOCA', async () => {
      expect(await list('NAME\nSample')).toMatchObject({
        status: 422,
        body: { code: 'HUB_EDGE_REGISTER_COLUMNS' },
      })
      for (const as of ['immigration', 'police'])
        expect(await list(body, as)).toMatchObject({ status: 403, body: { code: 'HUB_EDGE_NOT_OWN' } })
    })
  })

  describe('an encounter at a port', () => {
    const pncOf = (serial: number): string => pncId(1999, 40_000 + serial)
    const encounter = (serial: number, reference = `E${serial}`) => ({
      reference,
      seenAt: AT,
      direction: 'ARRIVAL',
      port: 'LHR',
      flight: 'ZZ 042',
      document: { surname: `Sample${serial}`, givenNames: 'Ivo', dateOfBirth: '1961-02-03' },
      match: { register: 'PNC', number: pncOf(serial) },
    })
    const meet = (...encounters: object[]) =>
      post('immigration', '/port-encounters', 'application/json', JSON.stringify(encounters))
    const seen = async (): Promise<unknown[]> => {
      await settle()
      const { rows } = await hub.pool.query<{ said: unknown }>(
        `select jsonb_build_array(subject, payload::jsonb->>'direction', payload::jsonb->>'flight') as said
         from register.fact where type = 'immigration.port-encounter.recorded' order by subject`,
      )
      return rows.map(({ said }) => said)
    }

    it('of somebody of interest is told, and the other passengers leave no trace at the hub', async () => {
      const passenger = { ...encounter(99), match: null }
      expect(await meet(encounter(1), passenger)).toMatchObject({
        status: 202,
        body: { events: 1, again: false },
      })
      expect(await meet(encounter(1), passenger)).toMatchObject({ status: 202, body: { again: true } })
      expect(await seen()).toEqual([[`pnc:${pncOf(1)}`, 'inbound', 'ZZ042']])
      const { rows } = await hub.pool.query(`select 1 from register.fact where payload like '%Sample99%'`)
      expect(rows).toEqual([])
    })

    it('is refused with the place of each fault, and its bytes are kept', async () => {
      const answer = await meet({ ...encounter(2), port: 'Heathrow', direction: 'TRANSIT' })
      expect(answer).toMatchObject({ status: 422, body: { code: 'HUB_EDGE_NATIVE_REFUSED' } })
      const faults = answer.body['faults'] as { at: string }[]
      expect(faults.map(({ at }) => at).sort()).toEqual(['/0/direction', '/0/port'])
      const { rows } = await hub.pool.query(
        `select 1 from immigration.native_message where state = 'refused' and position(convert_to('Heathrow', 'UTF8') in bytes) > 0`,
      )
      expect(rows).toHaveLength(1)
    })

    it('is told as the register confirms it: lost, refused, held back, or turned round where it misbehaves', async () => {
      const about = (serial: number): string => `pnc:${pncOf(serial)}`
      const misdeeds = [
        { about: about(3), does: 'lose' },
        { about: about(4), does: 'reject' },
        { about: about(5), does: 'delay', days: 2 },
        { about: about(6), does: 'apply-wrongly' },
      ]
      const told = await post(
        'immigration',
        '/sandbox/misbehaviour',
        'application/json',
        JSON.stringify(misdeeds),
        'PUT',
      )
      expect(told).toMatchObject({ status: 200, body: { misdeeds: 4 } })
      await meet(...[3, 4, 5, 6].map((serial) => encounter(serial)))
      const known = [about(1), 'inbound', 'ZZ042']
      expect(await seen()).toEqual([known, [about(6), 'outbound', null]])
      const catchUp = (asAt: string) =>
        post('immigration', `/sandbox/catch-up?asAt=${asAt}`, 'application/json', '{}')
      expect(await catchUp('2011-10-04T12:00:00Z')).toMatchObject({ status: 200, body: { said: 0 } })
      expect(await catchUp('2011-10-05T12:00:00Z')).toMatchObject({ status: 200, body: { said: 1 } })
      expect(await seen()).toEqual([known, [about(5), 'inbound', 'ZZ042'], [about(6), 'outbound', null]])
    })
  })

  it('lets SOCA, whose lists it takes, neither read its inbox nor turn its sandbox nor speak for the border', async () => {
    const refused = { status: 403, body: { code: 'HUB_EDGE_NOT_OWN' } }
    for (const path of ['/inbox/work-through?since=0', `/sandbox/catch-up?asAt=${AT}`, '/port-encounters'])
      expect(await post('soca', path, 'application/json', '[]')).toMatchObject(refused)
    expect(await post('soca', '/sandbox/misbehaviour', 'application/json', '[]', 'PUT')).toMatchObject(
      refused,
    )
  })

  it('reads its inbox: whom to expect, on which flight, and nothing of the offence', async () => {
    const publisher = await Publisher.connect(hub)
    const one = {
      consularRef: 'CN/2011/0001',
      surname: 'Sample1',
      pnc: pncId(1999, 40_001),
      visorRef: 'V-1',
      treatedAs: 'notification' as const,
      toUnit: 'forces/kent',
    }
    await publisher.facts('police', anArrival(one, AT, '2011-11-01T11:00:00Z'))
    await publisher.close()
    await settle()
    const answer = await post('immigration', '/inbox/work-through', 'application/json', '{}')
    expect(answer.body['post']).toMatchObject([
      {
        unit: 'immigration/border',
        type: 'central-jigsaw.arrival.planned',
        data: { flight: 'ZZ042', person: { name: { surname: 'Sample1' } } },
      },
    ])
    expect(JSON.stringify(answer.body)).not.toContain('offence')
  })
})
