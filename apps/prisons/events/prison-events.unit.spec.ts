import { describe, expect, it } from '@jest/globals'
import { theCatalogue } from '#testkit/catalogue'
import { writeHmppsEvent } from '#platform/native'
import { announced } from '../nomis/announced.js'
import { entered } from '../nomis/nomis-entry.js'
import type { Prisoner } from '../nomis/prisoner.js'
import { readPrisoners } from '../nomis/prisoner-row.js'
import { type NomisTransaction, readNomisTransactions } from '../nomis/transaction.js'
import { omuEvents } from '../omu/omu-book.js'
import { prisonEvents } from './prison-events.js'

const LISTED = `OFFENDER_NO,SURNAME,FORENAMES,DOB,SEX,PNC,AGY,ALERTS,LICENCE,FNO,BOROUGH,ADDRESS
A1234BC,Sample,Alpha,31/01/1970,M,2004/0012345D,MDI,P22 HA1,Y,N,E09000023,"Flat 2, 14 Invented Street"
`
const read = readPrisoners(Buffer.from(LISTED))
const prisoner: Prisoner = read.ok ? read.prisoners[0]! : ({} as Prisoner)
const holds = (noms: string) => Promise.resolve(noms === prisoner.noms ? prisoner : undefined)
const at = '2011-10-03T09:00:00.000Z'

const written = (name: string, information: object, publishedAt?: string) => ({
  ...writeHmppsEvent(name, at, { NOMS: 'A1234BC' }, { nomsNumber: 'A1234BC', ...information }),
  ...(publishedAt === undefined ? {} : { publishedAt }),
})
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))

async function told(...events: unknown[]) {
  const outcome = await prisonEvents(bytes(events), holds)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults))
  for (const { type, data } of outcome.events)
    expect([type, theCatalogue().events.get(`${type}@1`)?.check(data)]).toEqual([type, []])
  return outcome.events
}
const faultsOf = async (value: unknown) => {
  const outcome = await prisonEvents(bytes(value), holds)
  return outcome.ok ? [] : outcome.faults.map(({ at: place }) => place)
}

describe('a prison’s domain event', () => {
  it('tells of a release with what NOMIS holds of the prisoner', async () => {
    const release = written('prisoner-offender-search.prisoner.released', {
      prisonId: 'WSI',
      reason: 'RELEASED',
    })
    const [event] = await told(release)
    expect(event).toMatchObject({
      type: 'prison.prisoner.released',
      unit: 'prisons/wsi',
      subject: 'noms:A1234BC',
      time: at,
      data: {
        person: { pnc: '2004/0012345D', dateOfBirth: '1970-01-31' },
        borough: 'E09000023',
        licence: true,
        flagged: true,
      },
    })
  })

  it('is one fact, whether it was sent at once or after the 45 minutes in which it could be taken back', async () => {
    const information = { prisonId: 'WSI', reason: 'RELEASED' }
    const [first] = await told(written('prisoner-offender-search.prisoner.released', information))
    const [later] = await told(
      written('prison-offender-events.prisoner.released', information, '2011-10-03T09:45:00Z'),
    )
    expect(later!.id).toBe(first!.id)
  })

  it('is told, however many its register tells of at once', async () => {
    const events = Array.from({ length: 600 }, (_, day) =>
      written('person.temporary-absence.scheduled', {
        ...{ prisonId: 'WSI', reason: 'work', area: 'E09000023', end: '2014-10-03T18:00:00Z' },
        start: new Date(Date.UTC(2011, 9, 4 + day, 9)).toISOString(),
      }),
    )
    expect(await told(...events)).toHaveLength(600)
  })

  it('names no address where the prisoner goes to another prison', async () => {
    const [event] = await told(
      written('prisoner-offender-search.prisoner.released', { prisonId: 'MDI', reason: 'TRANSFERRED' }),
    )
    expect(event!.data).not.toHaveProperty('address')
    expect(event!.data).not.toHaveProperty('borough')
  })

  it('tells of receptions, dates and temporary absences', async () => {
    const events = await told(
      written('prisoner-offender-search.prisoner.received', {
        ...{ prisonId: 'WSI', reason: 'ADMISSION', recall: true },
      }),
      written('prison-offender-events.prisoner.sentence-dates-changed', {
        ...{ prisonId: 'WSI', releaseDate: '2012-01-09', releaseDateType: 'CRD', confirmed: true },
      }),
      written('person.temporary-absence.scheduled', {
        ...{ prisonId: 'WSI', start: '2011-10-05T08:00:00Z', end: '2011-10-05T18:00:00Z' },
        ...{ reason: 'Work placement', area: 'E09000023' },
      }),
    )
    expect(events.map(({ type }) => type)).toEqual([
      'prison.prisoner.received',
      'prison.release-date.changed',
      'prison.temporary-release.authorised',
    ])
  })

  it('says nothing of what the services send besides', async () => {
    expect(await told(written('prison-offender-events.prisoner.cell.move', {}))).toEqual([])
  })

  it('is refused with the place of every fault', async () => {
    const release = written('prisoner-offender-search.prisoner.released', {
      prisonId: 'WSI',
      reason: 'ESCAPED',
    })
    expect(await faultsOf({ ...release, version: 'one', occurredAt: 'yesterday' })).toEqual([
      '/version',
      '/occurredAt',
    ])
    expect(await faultsOf([release])).toEqual(['/0/additionalInformation/reason'])
    const nobody = written('prisoner-offender-search.prisoner.released', { nomsNumber: 'A9999ZZ' })
    expect(await faultsOf(nobody)).toEqual(['/additionalInformation/nomsNumber'])
    expect(await faultsOf(written('prisoner.escaped', {}))).toEqual(['/eventType'])
  })
})

describe('NOMIS', () => {
  const OUT =
    'REF,AT,OFFENDER_NO,ENTRY,AGY,REASON,RECALL\nN1,2011-10-03T09:00:00Z,A1234BC,OUT,WSI,RELEASED,\n'
  const typed = (text: string): NomisTransaction[] => {
    const reading = readNomisTransactions(Buffer.from(text))
    return reading.ok ? reading.transactions : []
  }

  it('holds what was typed, and half of it when it misbehaves', () => {
    const [out] = typed(OUT)
    expect(entered(prisoner, out!, false)).toMatchObject({
      inside: false,
      lastMovement: { reason: 'RELEASED' },
    })
    expect(entered(prisoner, out!, true)).toMatchObject({ lastMovement: { reason: 'UNKNOWN' } })
  })

  const absences = (...rows: string[]) => {
    const head = 'REF,AT,OFFENDER_NO,ENTRY,AGY,LEAVES,RETURNS,PURPOSE,BOROUGH'
    let before: Prisoner | undefined = prisoner
    return typed([head, ...rows, ''].join('\n')).map((transaction) => {
      const entry = entered(before, transaction, false)
      const said = announced({ transaction, at: transaction.at, before, entry })
      before = entry
      return said
    })
  }
  const rotl = (day: string, leaves: string, returns: string) =>
    `N${day},2011-10-0${day}T09:00:00Z,A1234BC,ROTL,MDI,${leaves},${returns},work,E09000023`

  it('takes back the temporary release over which another is entered, and no other', async () => {
    const first = rotl('1', '2011-10-08T09:00:00Z', '2011-10-08T17:00:00Z')
    const moved = rotl('2', '2011-10-08T10:00:00Z', '2011-10-08T18:00:00Z')
    const another = rotl('3', '2011-10-09T09:00:00Z', '2011-10-09T17:00:00Z')
    const [before, back, ...after] = await told(...absences(first, moved, another))
    expect(back).toMatchObject({ type: 'prison.fact.retracted', data: { eventId: before!.id } })
    expect(after.map(({ type }) => type)).toEqual([before!.type, before!.type])
  })

  it('refuses an entry with line and column', () => {
    const reading = readNomisTransactions(Buffer.from(OUT.replace('OUT', 'AWAY').replace('A1234BC', '17')))
    expect(reading).toMatchObject({
      ok: false,
      faults: [{ at: '/line 2/OFFENDER_NO' }, { at: '/line 2/ENTRY' }],
    })
  })
})

describe('a list of other columns', () => {
  it('is taken for no empty one, neither by NOMIS nor by the Offender Management Unit', async () => {
    const other = Buffer.from('CRN,NAME\n')
    for (const reading of [readPrisoners(other), readNomisTransactions(other), await omuEvents(other, holds)])
      expect(reading).toMatchObject({ ok: false, faults: [{ at: '/line 1' }] })
  })
})

describe('the book of an Offender Management Unit', () => {
  const BOOK = `AT,ENTRY,AGY,OFFENDER_NO,STAGE,RELEASE,LEVEL,VICTIM,HELD,DISCUSSED,JIGSAW
2011-10-03T09:00:00Z,NOTICE,MDI,A1234BC,28D,31/10/2011,2,Y,,,
2011-10-04T09:00:00Z,MEETING,WSI,,,,,,04/10/2011,12,Y
`

  it('tells of notices and meetings', async () => {
    const outcome = await omuEvents(Buffer.from(BOOK), holds)
    const events = outcome.ok ? outcome.events : []
    expect(events.map(({ type, subject }) => [type, subject])).toEqual([
      ['prison.pre-release-notice.issued', 'noms:A1234BC'],
      ['prison.mappa-meeting.held', 'unit:prisons/wsi'],
    ])
    for (const { type, data } of events)
      expect([type, theCatalogue().events.get(`${type}@1`)?.check(data)]).toEqual([type, []])
  })

  it('dates a meeting by the day it was held, and a notice by its entry', async () => {
    const outcome = await omuEvents(Buffer.from(BOOK.replace('04/10/2011', '30/09/2011')), holds)
    const times = (outcome.ok ? outcome.events : []).map(({ time, timeprecision }) => [time, timeprecision])
    expect(times).toEqual([
      ['2011-10-03T09:00:00.000Z', undefined],
      ['2011-09-29T23:00:00.000Z', 'day'],
    ])
  })

  it('tells of a notice anew when the date of the release has gone to another and back', async () => {
    const [head, notice] = BOOK.split('\n')
    const changed = (day: number, release: string) =>
      notice!.replace('2011-10-03', `2011-10-0${day}`).replace('31/10/2011', release)
    const rows = [notice, changed(4, '02/11/2011'), changed(5, '31/10/2011')]
    const outcome = await omuEvents(Buffer.from([head, ...rows].join('\n')), holds)
    expect(new Set((outcome.ok ? outcome.events : []).map(({ id }) => id)).size).toBe(3)
  })

  it('is refused with line and column', async () => {
    const outcome = await omuEvents(Buffer.from(BOOK.replace('28D', '3MO').replace(',12,', ',some,')), holds)
    expect(outcome).toMatchObject({
      ok: false,
      faults: [{ at: '/line 2/STAGE' }, { at: '/line 3/DISCUSSED' }],
    })
  })
})
