import { describe, expect, it } from '@jest/globals'
import { theCatalogue } from '#testkit/catalogue'
import { ENTRIES } from './entries.js'
import { unitLogEvents } from './unit-log.js'

const PERSON = {
  ...{ SURNAME: 'Sample', FORENAMES: 'Alpha', DOB: '31/01/1970', SEX: 'M' },
  ...{ PNC: '2004/0012345D', VISOR: 'V04-000042' },
}
const entry = (ENTRY: string, fields: object, UNIT = 'police/central-jigsaw') => ({
  ...{ UNIT, AT: '2011-10-03T09:00:00Z', ENTRY, PERSON },
  ...fields,
})
const RETURN = { CONSULAR_REF: 'CN/2011/0042' }
const LOG = [
  entry('RECALL ARREST', { RECALL_ID: 'R2011-0317', CUSTODY_SUITE: 'Lewisham' }, 'police/jigsaw-lewisham'),
  entry('ANSWER', {
    ...{ REQUEST_ID: 'IR-2011-0931', REQUESTER: 'probation/london', PURPOSE: 'RECALL', HANDLING: '2' },
    SUMMARY: 'Seen at an address that the licence forbids.',
  }),
  entry(
    'WANTED REPORT',
    { ACTION: 'CIRCULATE', REASON: 'RECALL TO PRISON', ABROAD: 'N' },
    'police/pnc-bureau',
  ),
  entry('VISOR RECORD', { VISOR_REF: 'V04-000042', NOMINAL_TYPE: 'RSO', OWNER: 'police/jigsaw-lewisham' }),
  entry('VISOR UPDATE', { VISOR_REF: 'V04-000042', SECTION: 'CUSTODY', STATUS: 'LIVE' }),
  entry('VISOR TRANSFER', {
    ...{ VISOR_REF: 'V04-000042', STATUS: 'OFFERED' },
    ...{ FROM: 'police/central-jigsaw', TO: 'forces/west-midlands' },
  }),
  entry('ARRIVAL PLAN', {
    ...{ ...RETURN, PLAN: 'FIRST', ETA: '2011-10-10T06:00:00Z', FLIGHT: 'ZZ042', PORT: 'LHR' },
    TREATED_AS: 'NOTIFICATION',
  }),
  entry('SUMMONS', { ...RETURN, COURT: 'B01FA', HEARING: '17/10/2011' }),
  entry('DEBRIEF', {
    ...{ ...RETURN, AREA: 'Lewisham', BOROUGH: 'E09000023', TREATED_AS: 'NOTIFICATION', HANDLING: '2' },
    ...{ RISKS: ['Means to work with children.'], ACTIONS: ['To visit within a week.'] },
  }),
  entry('CIVIL ORDER', {
    ...RETURN,
    DECISION: 'APPLY',
    DECIDED: '11/10/2011',
    ORDER_TYPE: 'NO',
    COURT: 'B01FA',
  }),
  entry('NOTIFICATION', { KIND: 'INITIAL', NOTIFIED: '12/10/2011', IN_PERSON: 'Y', PRINTS: 'Y', PHOTO: 'Y' }),
]
const read = (value: unknown) => unitLogEvents(Buffer.from(JSON.stringify(value)))

describe('the log of the police’s units', () => {
  it.each(LOG)('tells of $ENTRY in the contract’s words', (one) => {
    const outcome = read(one)
    const [event] = outcome.ok ? outcome.events : []
    expect(event).toMatchObject({
      type: ENTRIES[one.ENTRY]!.type,
      subject: 'pnc:2004/0012345D',
      unit: one.UNIT,
    })
    expect(theCatalogue().events.get(`${event!.type}@1`)!.check(event!.data)).toEqual([])
  })

  it.each(['Seen\u0000', 'Seen \ud83d'])(
    'refuses, with its place, text that no register could hold',
    (SUMMARY) => {
      const answer = {
        REQUEST_ID: 'IR-2011-0931',
        REQUESTER: 'probation/london',
        PURPOSE: 'RECALL',
        HANDLING: '2',
      }
      expect(read(entry('ANSWER', { ...answer, SUMMARY }))).toMatchObject({
        faults: [{ at: '/SUMMARY', says: 'SUMMARY holds a NUL or half of a character.' }],
      })
    },
  )

  it('says where it is no JSON, and quotes none of it', () => {
    const outcome = unitLogEvents(Buffer.from('[{"UNIT": \u{1f693}}]'))
    expect(outcome).toMatchObject({ faults: [{ says: 'The body is not JSON.', at: 'line 1, column 15' }] })
  })

  it('dates by the day what states one, and all else by its entry', () => {
    const outcome = read(LOG)
    const dated = (outcome.ok ? outcome.events : []).filter(({ timeprecision }) => timeprecision === 'day')
    expect(dated.map(({ type, time }) => [type, time])).toEqual([
      ['police.civil-order.decided', '2011-10-10T23:00:00.000Z'],
      ['jigsaw.notification.received', '2011-10-11T23:00:00.000Z'],
    ])
    const entered = (outcome.ok ? outcome.events : []).filter(
      ({ time }) => time === '2011-10-03T09:00:00.000Z',
    )
    expect(entered).toHaveLength(LOG.length - dated.length)
  })

  it('has an example here of every kind of entry', () => {
    expect(LOG.map(({ ENTRY }) => ENTRY).sort()).toEqual(Object.keys(ENTRIES).sort())
  })

  it('gives the same facts, ids included, when it is sent again', () => {
    expect(read(LOG)).toEqual(read(LOG))
  })

  it('tells to which prison a recalled person goes and what one who returns needs, where it is said', () => {
    const outcome = read([
      { ...LOG[0], PRISON: 'wsi' },
      { ...LOG[6], NEEDS: ['HOUSING', 'TRAVEL', 'HOUSING'] },
      LOG[0],
      { ...LOG[6], NEEDS: [] },
    ])
    const told = (outcome.ok ? outcome.events : []).map(({ type, data }) => {
      expect(theCatalogue().events.get(`${type}@1`)!.check(data)).toEqual([])
      const { prison, resettlementNeed } = data as Record<string, unknown>
      return prison ?? resettlementNeed
    })
    expect(told).toEqual(['WSI', ['housing', 'travel from the port'], undefined, undefined])
    expect(
      read([
        { ...LOG[0], PRISON: 'Wandsworth' },
        { ...LOG[6], NEEDS: ['A HUG'] },
      ]),
    ).toMatchObject({
      ok: false,
      faults: [{ at: '/0/PRISON' }, { at: '/1/NEEDS/0' }],
    })
  })

  it('tells for what an amended report stood before, where it is said', () => {
    const amended = { ...LOG[2], ACTION: 'AMEND', REASON: 'OFFENCE', FORMER_REASON: 'RECALL TO PRISON' }
    const outcome = read([amended, { ...amended, FORMER_REASON: undefined }])
    const told = (outcome.ok ? outcome.events : []).map(({ data }) => data)
    expect(told).toMatchObject([
      { reason: 'offence', formerReason: 'recall to custody' },
      { reason: 'offence' },
    ])
    expect(told[1]).not.toHaveProperty('formerReason')
    expect(read({ ...amended, FORMER_REASON: 'SPITE' })).toMatchObject({ ok: false })
  })

  it('names somebody without any number by the consular reference', () => {
    const outcome = read({ ...LOG[7], PERSON: { SURNAME: 'Sample' } })
    expect(outcome).toMatchObject({ ok: true, events: [{ subject: 'consular-ref:CN/2011/0042' }] })
  })

  it('is refused with the place of every fault', () => {
    const wrong = [
      { ...LOG[0], PERSON: { DOB: 'then' } },
      { ...LOG[2], ACTION: 'SHOUT', AT: 'now' },
    ]
    expect(read(wrong)).toMatchObject({
      ok: false,
      faults: [
        { at: '/0/PERSON/DOB' },
        { at: '/0/PERSON/SURNAME' },
        { at: '/0/PERSON' },
        { at: '/1/AT' },
        { at: '/1/ACTION' },
      ],
    })
  })
})
