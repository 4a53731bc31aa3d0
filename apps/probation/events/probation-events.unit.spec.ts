import { describe, expect, it } from '@jest/globals'
import { theCatalogue } from '#testkit/catalogue'
import { readCases } from '../delius/case-row.js'
import type { DeliusCase } from '../delius/delius-case.js'
import { announced } from '../delius/announced.js'
import { readSteps } from '../delius/step.js'
import { after, obstacle } from '../delius/workflow.js'
import { probationEvents } from './probation-events.js'

const LISTED = `CRN,SURNAME,FORENAMES,DOB,SEX,PNC,NOMS,BOROUGH,ON_LICENCE
X123456,Sample,Alpha,31/01/1970,Male,2004/0012345D,A1234BC,E09000023,Y
`
const read = readCases(Buffer.from(LISTED))
const listed: DeliusCase = read.ok ? read.cases[0]! : ({} as DeliusCase)
const at = '2011-10-03T09:00:00.000Z'
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))
const step = (entry: object) => ({ reference: JSON.stringify(entry), at, crn: 'X123456', ...entry })

const REQUEST = {
  ...{ step: 'recallRequest', recallId: 'R2011-0317', recallType: 'STANDARD', emergency: true },
  reasonsForRecall: ['FAILED_TO_RESIDE', 'POOR_BEHAVIOUR_DRUGS'],
}
const DECISION = { step: 'recallDecision', recallId: 'R2011-0317', outcome: 'REVOKED', prison: 'WSI' }
const DOSSIER = { step: 'recallDocument', recallId: 'R2011-0317', document: 'DOSSIER' }
const PART_B = { ...DOSSIER, document: 'PART_B_RISK_REPORT' }

/** The case after the steps, what stood in their way, and what the hub is told. */
async function taken(entries: readonly object[], wrongly = false) {
  const reading = readSteps(bytes(entries.map(step)))
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults))
  let one = listed
  const obstacles: (string | undefined)[] = []
  const said = reading.steps.flatMap((transaction) => {
    const says = obstacle(one, transaction.entry)
    obstacles.push(says)
    if (says !== undefined) return []
    const before = one
    one = after(one, transaction.entry, wrongly)
    return [announced({ transaction, at, before, entry: one })]
  })
  const outcome = await probationEvents(bytes(said), (crn) =>
    Promise.resolve(crn === one.crn ? one : undefined),
  )
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults))
  for (const { type, data } of outcome.events)
    expect([type, theCatalogue().events.get(`${type}@1`)?.check(data)]).toEqual([type, []])
  return { obstacles, events: outcome.events }
}

describe('a recall', () => {
  it('is asked for, decided and followed by its documents, each told by who says it', async () => {
    const question = { step: 'informationRequest', requestId: 'IR-1', purpose: 'RECALL', urgent: true }
    const { obstacles, events } = await taken([question, REQUEST, DECISION, DOSSIER, PART_B])
    expect(obstacles).toEqual([undefined, undefined, undefined, undefined, undefined])
    expect(events.map(({ type, unit }) => [type, unit])).toEqual([
      ['probation.information.requested', 'probation/london'],
      ['probation.recall.requested', 'probation/london'],
      ['probation.recall.decided', 'probation/noms-recall'],
      ['probation.recall-document.issued', 'probation/noms-recall'],
      ['probation.recall-document.issued', 'probation/noms-recall'],
    ])
    expect(events[1]!.data).toMatchObject({
      ...{ recallId: 'R2011-0317', emergency: true },
      reasons: ['failed to reside', 'poor behaviour'],
    })
    expect(events[2]!.data).toMatchObject({ outcome: 'REVOKED', prison: 'WSI', borough: 'E09000023' })
  })

  it('goes in its order: nothing is decided unasked, nor documented undecided, nor asked twice', async () => {
    expect((await taken([DECISION])).obstacles).toEqual(['was never asked for'])
    expect((await taken([REQUEST, DOSSIER])).obstacles[1]).toMatch(/^has not been decided/)
    expect((await taken([REQUEST, REQUEST])).obstacles[1]).toBe('has been asked for before')
    expect((await taken([REQUEST, DECISION, DECISION])).obstacles[2]).toBe('has been decided')
  })

  it('for a fixed term has a length and no Part B', async () => {
    const fixed = { ...REQUEST, recallType: 'FIXED' }
    expect((await taken([fixed, DECISION])).obstacles[1]).toMatch(/no recallLength/)
    const decided = { ...DECISION, recallLength: 'TWENTY_EIGHT_DAYS' }
    const { obstacles, events } = await taken([fixed, decided, PART_B])
    expect(obstacles[2]).toMatch(/no Part B/)
    expect(events[1]!.data).toMatchObject({ recallType: 'FIXED', lengthDays: 28 })
  })

  it('is told as the register holds it, half of it when the register misbehaves', async () => {
    const { events } = await taken([REQUEST], true)
    expect(events[0]!.data).toMatchObject({ emergency: false })
  })

  it('is refused with the place of every fault', () => {
    const wrong = [
      step({ ...REQUEST, reasonsForRecall: ['GOSSIP'] }),
      { ...step(DECISION), crn: '17', at: 'now' },
    ]
    expect(readSteps(bytes(wrong))).toMatchObject({
      ok: false,
      faults: [{ at: '/0/reasonsForRecall/0' }, { at: '/1/at' }, { at: '/1/crn' }],
    })
    expect(readSteps(Buffer.from('{"step": '))).toMatchObject({
      ok: false,
      faults: [{ code: 'HUB_EDGE_NATIVE_UNREADABLE', at: 'line 1, column 10' }],
    })
  })
})

describe('a licence, and a registration', () => {
  it('begins, changes and ends', async () => {
    const licence = { step: 'licence', kind: 'RELEASE', conditions: ['To live where approved.'] }
    const { events } = await taken([
      { ...licence, action: 'ACTIVATED', expiresOn: '03/10/2012' },
      { ...licence, action: 'VARIED' },
      { ...licence, action: 'INACTIVATED', conditions: [] },
    ])
    expect(events.map(({ data }) => (data as { action: string }).action)).toEqual([
      'activated',
      'varied',
      'ended',
    ])
    expect(events[0]!.data).toMatchObject({ expiresOn: '2012-10-03', kind: 'release' })
  })

  it('says when the person leaves, where it is temporary', async () => {
    const licence = { step: 'licence', kind: 'ROTL', action: 'ACTIVATED', conditions: [] }
    const { events } = await taken([{ ...licence, leavesAt: '2011-10-12T09:00:00+01:00' }])
    expect(events[0]!.data).toMatchObject({ kind: 'temporary', leavesAt: '2011-10-12T09:00:00+01:00' })
  })

  it('is one of several that are activated at one moment, for another day each', async () => {
    const licence = { step: 'licence', kind: 'ROTL', action: 'ACTIVATED', conditions: [] }
    const { events } = await taken(
      ['2011-10-12', '2011-10-19', '2011-10-26'].map((day) => ({ ...licence, leavesAt: `${day}T09:00:00Z` })),
    )
    expect(new Set(events.map(({ id }) => id)).size).toBe(3)
  })

  it('cannot end where none runs', async () => {
    const { obstacles } = await taken([
      { step: 'licence', kind: 'ROTL', action: 'INACTIVATED', conditions: [] },
    ])
    expect(obstacles).toEqual(['is of a licence that does not run'])
  })

  it('reads a category and a level that are written alike', async () => {
    const { events } = await taken([
      { step: 'registration', action: 'ADDED', category: 'M2', level: 'M1', startedOn: '2011-10-03' },
    ])
    expect(events[0]).toMatchObject({
      type: 'probation.mappa-registration.changed',
      data: { category: '2', level: '1' },
    })
  })

  it('takes no list of other columns for an empty one', () => {
    expect(readCases(Buffer.from('NOMS,NAME\n'))).toMatchObject({ ok: false, faults: [{ at: '/line 1' }] })
  })

  it('says nothing of other registrations', async () => {
    const other = {
      ...{ eventType: 'probation-case.registration.added', version: 1, occurredAt: at },
      additionalInformation: { registerTypeCode: 'WEAP' },
      personReference: { identifiers: [{ type: 'CRN', value: 'X123456' }] },
    }
    expect(await probationEvents(bytes(other), () => Promise.resolve(listed))).toEqual({
      ok: true,
      events: [],
    })
  })
})
