import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { readGaps } from '#platform/published'
import { aPrisonMeeting, aReleaseDate } from '#testkit/builders'
import { CONTRACTS_DIR } from '#testkit/catalogue'
import { contractsDirectory, type ContractsDirectory, copiesTo, Hub, Publisher } from '#testkit/harness'
import { gapsByCrn, playInTime, type SaidBy } from './play-in-time.js'
import { LEWISHAM, released, RELEASES, saidOf } from './releases.js'

jest.setTimeout(400_000)

const WHOLE = released(0)
const PRISONS = ['BAI', 'BXI', 'FMI', 'HYI', 'ISI', 'PVI', 'WWI', 'WSI']
const SILENT = 'HYI'
const MEMORANDUM = 'agreements/memorandum-bxi.yaml'
const SIGNED_AGAIN = 'agreements/memorandum-hmp-brixton.yaml'
/** Held at Brixton, whose memorandum has run out. */
const UNCOVERED = { ...released(90), prison: 'BXI' }
/** Held at Moorland, and bound for Leeds: no concern of London's. */
const ELSEWHERE = { ...released(91), prison: 'MDI', borough: 'E08000035' }
const END = '2012-04-20T12:00:00Z'

describe('releases from prison (J5)', () => {
  let contracts: ContractsDirectory
  let hub: Hub
  let publisher: Publisher
  let gaps: ReadonlyMap<string, string[]>
  let monthly: unknown[]

  const held: SaidBy[] = PRISONS.filter((prison) => prison !== SILENT).map((prison) => ({
    organisation: 'prisons',
    wish: aPrisonMeeting(prison, '2011-10-12T09:00:00Z'),
  }))

  beforeAll(async () => {
    const memorandum = readFileSync(join(CONTRACTS_DIR, MEMORANDUM), 'utf8')
    const ended = memorandum.replace('inForce: from 2004-05-01', 'inForce: from 2004-05-01 until 2011-12-01')
    const signedAgain = memorandum
      .replace('memorandum-bxi', 'memorandum-hmp-brixton')
      .replace('inForce: from 2004-05-01', 'inForce: from 2012-05-01')
      .replace('reviewBy: 2012-04-01', 'reviewBy: 2013-04-01')
    contracts = contractsDirectory({ files: { [MEMORANDUM]: ended, [SIGNED_AGAIN]: signedAgain } })
    hub = await Hub.start({
      apps: ['register', 'exchange', 'reconciler', 'delivery'],
      contracts: contracts.path,
    })
    publisher = await Publisher.connect(hub)
    await hub.moveTo('2011-09-30T12:00:00Z')
    const said = RELEASES.flatMap((history, index) => saidOf(history, released(index, history)))
    const uncovered = {
      organisation: 'prisons',
      wish: aReleaseDate(UNCOVERED, '2011-12-05T09:00:00Z', '2012-12-03'),
    }
    const elsewhere = {
      organisation: 'prisons',
      wish: aReleaseDate(ELSEWHERE, '2011-10-05T09:00:00Z', '2012-04-16'),
    }
    const all = [...said, ...held, uncovered, elsewhere]
    const isOfOctober = ({ wish }: SaidBy): boolean => wish.time < '2011-11-01'
    await playInTime(hub, publisher, all.filter(isOfOctober), [
      '2011-10-31T23:59:59Z',
      '2011-11-01T00:00:00Z',
    ])
    monthly = (await readGaps(hub.pool, { rule: 'RR-66', limit: 50 })).map(({ onePer, details }) => [
      onePer,
      details,
    ])
    const pauses = ['2012-04-16T08:46:00Z', '2012-04-17T23:30:00Z', END]
    await playInTime(
      hub,
      publisher,
      all.filter((one) => !isOfOctober(one)),
      pauses,
    )
    gaps = gapsByCrn(await readGaps(hub.pool, { limit: 500 }))
  })
  afterAll(async () => {
    await publisher?.close()
    await hub?.stop()
    contracts?.remove()
  })

  it.each(RELEASES.map((history, index) => ({ ...history, index })))(
    'has exactly these gaps where $title: $gaps',
    ({ index, gaps: expected, prison }) => {
      const { crn } = released(index, prison === undefined ? {} : { prison })
      expect(gaps.get(crn) ?? []).toEqual([...expected].sort())
    },
  )

  it('misses the one of the eight prisons that held no meeting in the month, though it never said a word', async () => {
    expect(monthly).toEqual([[{ unit: 'prisons/hyi' }, { prison: 'HYI', month: '2011-10-01' }]])
    const ofGovernor = await copiesTo(hub, 'prisons/governor-hyi', 'hub.gap.opened')
    expect(ofGovernor.map(({ data }) => data['details'])).toContainEqual({
      prison: 'HYI',
      month: '2011-10-01',
    })
    const central = await copiesTo(hub, 'police/central-jigsaw', 'hub.gap.opened')
    expect(central.map(({ data }) => data['rule'])).toContain('RR-66')
    expect(await copiesTo(hub, 'prisons/governor-wsi', 'hub.gap.opened')).not.toContainEqual(
      expect.objectContaining({
        data: expect.objectContaining({ details: { prison: 'WSI', month: '2011-10-01' } }),
      }),
    )
  })

  const of = async (unit: string, type: string): Promise<Record<string, unknown>[]> =>
    (await copiesTo(hub, unit, type)).filter(({ id }) => id.includes(WHOLE.crn)).map(({ data }) => data)

  it('tells the home borough, the intelligence unit and probation before the release, and never the borough of the prison', async () => {
    for (const unit of [LEWISHAM, 'police/piu', 'probation/london']) {
      expect(await of(unit, 'prison.release-date.changed')).toMatchObject([{ releaseDate: '2012-04-16' }])
      const stages = (await of(unit, 'prison.pre-release-notice.issued')).map(({ stage }) => stage)
      expect([unit, stages]).toEqual([unit, ['6MO', '28D', '5WD']])
    }
    // Wormwood Scrubs stands in Hammersmith and Fulham
    for (const team of ['jigsaw', 'biu', 'dmm'])
      expect(await copiesTo(hub, `police/${team}-hammersmith-and-fulham`)).toEqual([])
  })

  it('tells nobody in London of a prisoner who is held elsewhere and goes elsewhere, and misses nothing about him', async () => {
    for (const unit of ['police/piu', 'police/central-jigsaw'])
      expect((await copiesTo(hub, unit)).filter(({ id }) => id.includes(ELSEWHERE.crn))).toEqual([])
    expect(gaps.get(ELSEWHERE.crn)).toBeUndefined()
  })

  it('tells the victim liaison officers without the address, and nobody else that there is a victim', async () => {
    const [notice, ...others] = await of('probation/victim-liaison', 'prison.pre-release-notice.issued')
    expect(others).toEqual([])
    expect(notice).toMatchObject({ victimRegistered: true, releaseDate: '2012-04-16' })
    expect(notice).not.toHaveProperty('address')
    for (const unit of [LEWISHAM, 'police/piu', 'police/central-jigsaw', 'probation/london'])
      expect(JSON.stringify(await copiesTo(hub, unit))).not.toContain('victimRegistered')
    expect(
      JSON.stringify(await of('police/central-jigsaw', 'prison.pre-release-notice.issued')),
    ).not.toContain('Theo')
  })

  it('tells of a release at once, though it is put right, and waits with the gap alone', async () => {
    const mistaken = released(8)
    const copies = await copiesTo(hub, LEWISHAM)
    expect(copies.map(({ id }) => id)).toContain(
      `prison.prisoner.released-${mistaken.crn}-2012-04-16T08:00:00Z`,
    )
    const unannounced = await readGaps(hub.pool, { rule: 'RR-23', limit: 50 })
    const found = unannounced.find(({ outstanding }) => outstanding.includes('a notice before the release'))
    expect([found?.dueAt, found?.breachedAt]).toEqual([
      Date.parse('2012-04-16T08:00:00Z'),
      Date.parse('2012-04-16T08:45:00Z'),
    ])
  })

  it('shows advice as advice', async () => {
    const [advice] = await copiesTo(hub, 'prisons/mdi', 'hub.gap.opened')
    expect(advice?.data).toMatchObject({ rule: 'RR-58', severity: 'advice' })
  })

  it('gives nothing to the police of a prison whose memorandum has run out, and names it in the ledger', async () => {
    const { rows } = await hub.pool.query<{ entry: Record<string, unknown> }>(
      'select entry from exchange.disclosure where event_id = $1 order by unit',
      [`prison.release-date.changed-${UNCOVERED.crn}-2011-12-05T09:00:00Z`],
    )
    const outcomes = rows.map(({ entry }) => [entry['unit'], entry['outcome'], entry['by']])
    for (const unit of [LEWISHAM, 'police/piu'])
      expect(outcomes).toContainEqual([unit, 'withheld', 'memorandum-bxi memorandum-hmp-brixton'])
    expect(outcomes).toContainEqual(['probation/london', 'shared', null])
    const lacks = await readGaps(hub.pool, { rule: 'RR-43', limit: 50 })
    expect(
      lacks.map(({ details, outstanding, isOpen }) => [details, outstanding.toSorted(), isOpen]),
    ).toEqual([
      [
        { giver: 'prisons/bxi', agreement: 'memorandum-bxi' },
        ['police/central-jigsaw', LEWISHAM, 'police/piu']
          .map((unit) => `${unit} prison.release-date.changed@1`)
          .sort(),
        true,
      ],
    ])
    const support = (await copiesTo(hub, 'police/issu', 'hub.gap.opened')).map(({ data }) => data['details'])
    expect(support).toContainEqual({ giver: 'prisons/bxi', agreement: 'memorandum-bxi' })
  })

  it('announces the reviews of agreements, ninety, thirty and seven days before', async () => {
    const announced = await copiesTo(hub, 'police/issu', 'hub.agreement-review.announced')
    const ofOne = announced.filter(({ data }) => data['agreement'] === 'memorandum-wsi')
    expect(ofOne.map(({ data }) => data['daysLeft'])).toEqual([90, 30, 7])
  })

  it('closes the gap that the end of the memorandum opened, once it is signed again, for each unit that could not hear', async () => {
    const lack = async () => (await readGaps(hub.pool, { rule: 'RR-43', limit: 50 }))[0]!
    const closings = async () =>
      (await copiesTo(hub, 'police/issu', 'hub.gap.closed')).filter(({ data }) => data['rule'] === 'RR-43')
    await hub.moveTo('2012-04-30T22:59:59Z')
    expect([await lack(), await closings()]).toMatchObject([{ isOpen: true }, []])
    // the first of May begins in London at 23:00 UTC; the exchange says what is in force again when it has nothing else to do
    for (let hour = 0; hour < 48 && (await closings()).length === 0; hour += 1)
      await hub.moveTo(new Date(Date.parse('2012-04-30T23:00:00Z') + hour * 3_600_000).toISOString())
    expect(await closings()).toHaveLength(1)
    expect(await lack()).toMatchObject({ isOpen: false, isMiss: true, outstanding: [] })
    const restored = await copiesTo(hub, 'police/issu', 'hub.agreement.restored')
    expect(restored.map(({ data }) => [data['agreement'], data['receiver']]).toSorted()).toEqual(
      ['police/central-jigsaw', LEWISHAM, 'police/piu']
        .map((unit) => ['memorandum-hmp-brixton', unit])
        .sort(),
    )
  })
})
