import { describe, expect, it } from '@jest/globals'
import { theCatalogue } from '#testkit/catalogue'
import { judgeEvent } from './judge-event.js'
import { manifestEvent } from './manifest-event.js'
import { readRequest } from './read-request.js'

const catalogue = theCatalogue()
const declaring = [...catalogue.events.values()].filter(({ type }) => type.endsWith('.manifest.declared'))
const organisations = [...catalogue.organisations.values()].filter(({ speaks }) =>
  declaring.some(({ type }) => speaks.includes(type.split('.')[0]!)),
)

describe('a manifest', () => {
  it.each(organisations.map(({ organisation }) => organisation))('of %s is taken as its own event', (of) => {
    const unit = [...catalogue.units.values()].find(
      ({ organisation, role, publishes }) =>
        organisation === of &&
        declaring.some(
          ({ type, publishers }) => publishes.includes(type.split('.')[0]!) && publishers.includes(role),
        ),
    )!
    const body = {
      ...{ unit: unit.unit, source: `/${of}/${unit.systems[0]}`, count: 2, digest: '0'.repeat(64) },
      ...{ from: '2011-10-02T00:00:00Z', until: '2011-10-03T00:00:00Z' },
    }
    const event = manifestEvent(catalogue, of, body)
    const request = readRequest(
      { 'content-type': 'application/cloudevents+json' },
      Buffer.from(JSON.stringify(event)),
    )
    const principal = {
      ...{ clientId: of, organisation: of, units: '*' as const, scopes: new Set(['events.publish']) },
      expiresAt: Number.MAX_SAFE_INTEGER,
    }
    const judged = judgeEvent(request.ok ? request.events[0]! : { says: 'unreadable' }, {
      ...{ catalogue, principal, streamTimeAt: Date.parse('2011-10-03T12:00:00Z') },
    })
    expect(judged).toMatchObject({ ok: true, data: { count: 2 } })
  })

  it('is declared in a contract of every organisation that has a register or a case system', () => {
    expect(organisations.map(({ organisation }) => organisation).sort()).toEqual([
      ...['courts', 'forces', 'immigration', 'mappa-office', 'police', 'prisons', 'probation', 'soca'],
    ])
  })
})
