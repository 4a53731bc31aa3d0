import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readGaps } from '#platform/published'
import { readClients, TokenSource } from '#platform/security'
import { Hub } from '#testkit/harness'
import { type Edge, EDGES, type FoundGap, london, play, type Played, score, truth } from '#testkit/london'

const APPS = ['identity', 'intake', 'register', 'exchange', 'reconciler', 'delivery', ...EDGES]

describe('a small London, played against all five edges and the whole hub', () => {
  // the smallest that has every fate of an order and every gap that a larger one has
  const scenario = london({ historic: 120, live: 40, missing: 10, lives: 0.3 })
  let hub: Hub
  let played: Played

  beforeAll(async () => {
    hub = await Hub.start({ apps: APPS })
    played = await play(scenario, {
      urls: Object.fromEntries(
        EDGES.map((edge) => [edge, `http://127.0.0.1:${hub.app(edge).port}`]),
      ) as Record<Edge, string>,
      token: tokens(hub),
      clock: { moveTo: (at) => hub.moveTo(new Date(at).toISOString()) },
    })
  }, 480_000)
  afterAll(async () => hub?.stop(), 60_000)

  it('goes as it should: every message taken but those that were spoilt', () => {
    expect(played.surprises).toEqual([])
    expect(played.refused).toBeGreaterThan(0)
    expect(played.registerRows).toBe(truth(scenario).counts.registerRows)
  })

  it('ends with exactly the gaps that the scenario made', async () => {
    const result = score(truth(scenario), await foundGaps(hub))
    expect(result.notFound).toEqual([])
    expect(result.notExpected).toEqual([])
    expect(result.otherStatus).toEqual([])
  })

  it('keeps every native message, with its faults where it was refused', async () => {
    const { rows } = await hub.pool.query<{ state: string; count: number }>(
      'select state, count(*)::int from courts.native_message group by state order by state',
    )
    const states = Object.fromEntries(rows.map(({ state, count }) => [state, count]))
    expect(states['refused']).toBe(played.refused)
    expect(Object.keys(states)).toEqual(['published', 'refused'])
  })
})

function tokens(hub: Hub): (organisation: string) => Promise<string> {
  const sources = new Map<string, TokenSource>()
  return (organisation) => {
    const known = sources.get(organisation)
    if (known !== undefined) return known.token()
    const { clientId, clientSecret } = readClients(hub.home).find(
      (client) => client.clientId === organisation,
    )!
    const source = new TokenSource({
      issuer: `http://127.0.0.1:${hub.app('identity').port}`,
      clientId,
      clientSecret,
    })
    sources.set(organisation, source)
    return source.token()
  }
}

async function foundGaps(hub: Hub): Promise<FoundGap[]> {
  const gaps = await readGaps(hub.pool, { limit: 10_000 })
  return gaps
    .filter(({ isMiss }) => isMiss)
    .map(({ rule, subject, isOpen, breachedAt, details, onePer }) => {
      const courtCode = details['courtCode'] ?? onePer['data.details.courtCode']
      return {
        ...{ rule, subject, openedAt: breachedAt, details, status: isOpen ? 'open' : 'closed' },
        ...(typeof courtCode === 'string' ? { courtCode } : {}),
      }
    })
}
