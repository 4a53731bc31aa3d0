import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { readGaps } from '#platform/published'
import { copiesTo, Hub, Publisher, type ReceivedCopy } from '#testkit/harness'
import { gapsByCrn, playInTime } from './play-in-time.js'
import { playsOf, recalled, RECALLS } from './recalls.js'

jest.setTimeout(400_000)

const WHOLE = recalled(0)
const UNASKED = recalled(1)
const AT_LARGE = recalled(4)
/** Half past seven in London, when the morning's list has been drawn up. */
const MORNINGS = ['04', '05', '06', '07', '08', '09', '10', '11'].map((day) => `2011-10-${day}T06:30:00Z`)
const END = '2011-11-10T12:00:00Z'

describe('recalls to custody (J4)', () => {
  let hub: Hub
  let publisher: Publisher
  let gaps: ReadonlyMap<string, string[]>
  let atRequest: ReceivedCopy[]

  beforeAll(async () => {
    hub = await Hub.start({ apps: ['register', 'exchange', 'reconciler', 'delivery'] })
    publisher = await Publisher.connect(hub)
    await hub.moveTo('2011-10-01T12:00:00Z')
    const said = RECALLS.flatMap((history, index) => playsOf(history, recalled(index)))
    const isAfterRequest = ({ wish }: (typeof said)[number]): boolean => wish.time > '2011-10-04T08:00:00Z'
    await playInTime(
      hub,
      publisher,
      said.filter((one) => !isAfterRequest(one)),
      ['2011-10-04T08:00:01Z'],
    )
    atRequest = await copiesTo(hub, 'police/dmm-lewisham', 'hub.gap.opened')
    await playInTime(hub, publisher, said.filter(isAfterRequest), [...MORNINGS.slice(1), END])
    gaps = gapsByCrn(await readGaps(hub.pool, { limit: 500 }))
  })
  afterAll(async () => {
    await publisher?.close()
    await hub?.stop()
  })

  it.each(RECALLS.map((history, index) => ({ ...history, index })))(
    'has exactly these gaps where $title: $gaps',
    ({ index, gaps: expected }) => {
      expect(gaps.get(recalled(index).crn) ?? []).toEqual([...expected].sort())
    },
  )

  const about = async (unit: string, type: string, { crn, noms }: { crn: string; noms: string }) =>
    (await copiesTo(hub, unit, type)).filter(({ id, data }) => {
      const text = `${id} ${JSON.stringify(data)}`
      return text.includes(crn) || text.includes(noms)
    })

  it('says in the same second that nothing was exchanged, to the borough’s intelligence unit and its daily meeting', async () => {
    const people = atRequest.map(({ data }) => (data['details'] as { person: { crn: string } }).person.crn)
    expect(people.sort()).toEqual([UNASKED.crn, recalled(2).crn].sort())
    expect(atRequest.map(({ data }) => [data['rule'], data['breachedAt']])).toEqual([
      ['RR-24', '2011-10-04T08:00:00.000Z'],
      ['RR-24', '2011-10-04T08:00:00.000Z'],
    ])
    const intelligence = await copiesTo(hub, 'police/biu-lewisham', 'hub.gap.opened')
    expect(intelligence.filter(({ data }) => data['rule'] === 'RR-24')).toHaveLength(2)
    expect(await copiesTo(hub, 'police/biu-wandsworth', 'hub.gap.opened')).toEqual([])
  })

  it('shows what the police know to the one who asked, and to others that they answered', async () => {
    const [asker] = await about('probation/london', 'police.information.provided', WHOLE)
    expect(asker?.data).toMatchObject({ summary: expect.any(String), handling: '2' })
    for (const unit of ['police/dmm-lewisham', 'police/central-jigsaw', 'police/jigsaw-lewisham']) {
      const [pointer] = await about(unit, 'police.information.provided', WHOLE)
      expect([unit, Object.keys(pointer?.data ?? {}).sort()]).toEqual([
        unit,
        ['purpose', 'requestId', 'requester'],
      ])
    }
  })

  it('tells borough, prison and PNC of the recall, and the PNC not why', async () => {
    for (const unit of ['police/dmm-lewisham', 'police/biu-lewisham', 'police/jigsaw-lewisham'])
      expect((await about(unit, 'probation.recall.decided', WHOLE))[0]?.data).toMatchObject({
        outcome: 'REVOKED',
        reasons: ['failed to reside'],
      })
    for (const unit of ['prisons/wwi', 'police/pnc-bureau']) {
      const [copy] = await about(unit, 'probation.recall.decided', WHOLE)
      expect(copy?.data).toMatchObject({ person: { crn: WHOLE.crn }, outcome: 'REVOKED' })
      expect(copy?.data).not.toHaveProperty('reasons')
    }
    expect(await copiesTo(hub, 'prisons/wsi', 'probation.recall.decided')).toEqual([])
  })

  const listed = async (crn: string): Promise<unknown[]> =>
    (await copiesTo(hub, 'police/dmm-lewisham', 'hub.case.listed'))
      .filter(({ data }) => (data['details'] as { person: { crn: string } }).person.crn === crn)
      .map(({ data }) => [data['day'], data['isOverdue']])

  it('keeps each recall on the morning’s list of the daily meeting until the person is back', async () => {
    expect(await listed(WHOLE.crn)).toEqual([
      ['2011-10-05', false],
      ['2011-10-06', false],
    ])
    expect((await listed(AT_LARGE.crn)).slice(0, 7)).toEqual([
      ['2011-10-05', false],
      ['2011-10-06', false],
      ['2011-10-07', false],
      ['2011-10-08', false],
      ['2011-10-09', true],
      ['2011-10-10', true],
      ['2011-10-11', true],
    ])
  })

  it('tells the PNC Bureau who is unlawfully at large, and what it then owes', async () => {
    const told = (await about('police/pnc-bureau', 'hub.gap.opened', AT_LARGE)).map(({ data }) => [
      data['rule'],
      data['breachedAt'],
    ])
    expect(told).toEqual([
      ['RR-26', '2011-10-08T16:00:00.000Z'],
      ['RR-84', '2011-10-09T16:00:00.000Z'],
    ])
  })
})
