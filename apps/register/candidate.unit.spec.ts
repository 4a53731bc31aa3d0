import { expect, it } from '@jest/globals'
import { anEventRecord, anOrderMade } from '#testkit/builders'
import { theCatalogue } from '#testkit/catalogue'
import { type Candidate, inItsTime, readCandidate } from './candidate.js'

const APPENDED = Date.parse('2011-10-03T12:00:00Z')
const MINUTE = 60_000

function appendedWith(time: string): Candidate {
  const wish = { ...anOrderMade({ orderId: '2011-0032', madeOn: '2011-10-03' }), time }
  const record = anEventRecord(wish)
  const raw = { ...record, key: Buffer.from(record.key), offset: '7', timestamp: String(APPENDED) }
  return readCandidate(theCatalogue(), 'courts', { topic: 'facts.courts', partition: 0 }, raw) as Candidate
}

it('refuses what claims to have happened more than five minutes after the broker appended it', () => {
  const early = appendedWith('2011-10-03T12:06:00Z')
  expect(inItsTime(early, { mode: 'wall', tickAt: APPENDED - MINUTE })).toMatchObject({
    offset: 7,
    outcome: 'refused',
    code: 'HUB_EVENT_AHEAD_OF_TIME',
  })
})

it('takes what a clock that is slightly ahead says, and what was ahead when it came but is no longer', () => {
  const inTime = appendedWith('2011-10-03T12:04:00Z')
  expect(inItsTime(inTime, { mode: 'wall', tickAt: null })).toBe(inTime)
  const overtaken = appendedWith('2011-10-03T12:06:00Z')
  expect(inItsTime(overtaken, { mode: 'wall', tickAt: APPENDED + 2 * MINUTE })).toBe(overtaken)
})

it('compares nothing in a simulation, where the clock follows the facts', () => {
  const ahead = appendedWith('2011-11-05T12:00:00Z')
  expect(inItsTime(ahead, { mode: 'simulated', tickAt: APPENDED })).toBe(ahead)
})

it.each([
  [{ unit: 'police/piu' }, 'HUB_UNIT_NOT_OWN'],
  [{ source: '/police/pnc' }, 'HUB_SOURCE_NOT_OWN'],
  [{ unit: 'police/piu', source: '/police/pnc' }, 'HUB_SOURCE_NOT_OWN'],
])('refuses in an organisation’s topic what is said in another’s name: %j', (names, code) => {
  const record = anEventRecord({ ...anOrderMade({ orderId: '2011-0033', madeOn: '2011-10-03' }), ...names })
  const raw = { ...record, key: Buffer.from(record.key), offset: '8', timestamp: String(APPENDED) }
  const read = (organisation: string) =>
    readCandidate(theCatalogue(), organisation, { topic: `facts.${organisation}`, partition: 0 }, raw)
  expect(read('courts')).toMatchObject({ outcome: 'refused', code })
  expect(read('police')).toMatchObject({ outcome: 'refused', code: 'HUB_EVENT_NOT_OWN' })
})
