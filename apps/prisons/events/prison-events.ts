import type { Fault } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import { fact, findings, hmppsEvents, jsonDocument, type ReadEvent, stated } from '#platform/native'
import type { Prisoner } from '../nomis/prisoner.js'
import { agency, DATE_TYPES, dayOf, prisonNumber, RECEIVED, RELEASED } from '../nomis/transaction.js'

export type PrisonEvents = { ok: true; events: CloudEventJson[] } | { ok: false; faults: Fault[] }

const SOURCE = '/prisons/nomis'

type Tell = (event: ReadEvent, prisoner: Prisoner) => CloudEventJson | CloudEventJson[] | undefined

/**
 * What the hub is told of the services' events (names: V, hmpps-domain-events; DOMAIN C.10). A movement comes twice, at once
 * from the search index and again when it has not been taken back for 45 minutes: both are one fact with one id, so copies go
 * at once and only a deadline waits.
 */
const TOLD: Readonly<Record<string, Tell>> = {
  'prisoner-offender-search.prisoner.received': received,
  'prison-offender-events.prisoner.received': received,
  'prisoner-offender-search.prisoner.released': released,
  'prison-offender-events.prisoner.released': released,
  'prison-offender-events.prisoner.sentence-dates-changed': datesChanged,
  'person.temporary-absence.scheduled': absenceScheduled,
}

/** Events that the services send and that tell the hub nothing. */
const UNTOLD =
  /^(prison-offender-events\.prisoner\.(merged|imprisonment-status-changed|sentence\.changed|cell\.move|booking\.moved)|prisoner-offender-search\.prisoner\.(created|updated|removed|alerts-updated|convicted-status-changed)|calculate-release-dates\.prisoner\.changed|person\.temporary-absence\.(started|completed|overdue|expired)|person\.court-appearance\..+|adjudication\..+)$/

/**
 * The services' events as facts. They are thin, so the register that sent them is asked for the rest.
 * @param prisonerOf what NOMIS holds under a prison number
 */
export async function prisonEvents(
  bytes: Uint8Array,
  prisonerOf: (noms: string) => Promise<Prisoner | undefined>,
): Promise<PrisonEvents> {
  const document = jsonDocument(bytes)
  if (!document.ok) return { ok: false, faults: [document.fault] }
  const found = findings('pointer')
  const events: CloudEventJson[] = []
  for (const event of hmppsEvents(document.value, found)) {
    if (UNTOLD.test(event.eventType)) continue
    const tell = TOLD[event.eventType]
    if (tell === undefined) event.place.member('eventType').fault('is no event that a prison sends')
    const noms = tell && nomsOf(event)
    const prisoner = noms && (await prisonerOf(noms))
    if (noms !== undefined && prisoner === undefined)
      event.information.member('nomsNumber').fault('is of nobody whom NOMIS holds')
    const told = prisoner ? tell?.(event, prisoner) : undefined
    for (const one of [told ?? []].flat()) if (!events.some(({ id }) => id === one.id)) events.push(one)
  }
  return found.faults.length > 0 ? { ok: false, faults: found.faults } : { ok: true, events }
}

function nomsOf(event: ReadEvent): string | undefined {
  const noms = prisonNumber(event.information.member('nomsNumber'))
  const referred = event.identifier('NOMS')
  if (noms === undefined || referred === undefined || referred === noms) return noms
  event.information.member('nomsNumber').fault('is another than in personReference')
  return undefined
}

function received(event: ReadEvent, prisoner: Prisoner): CloudEventJson | undefined {
  const reason = event.information.member('reason').oneOf(RECEIVED)
  const prison = agency(event.information.member('prisonId'))
  if (reason === undefined || prison === undefined) return undefined
  const recall = event.information.member('recall').value === true
  const told = { person: prisoner.person, borough: prisoner.borough, prison, reason, recall }
  return of('prison.prisoner.received', event, prisoner, prison, [reason], told)
}

function released(event: ReadEvent, prisoner: Prisoner): CloudEventJson | undefined {
  const reason = event.information.member('reason').oneOf(RELEASED)
  const prison = agency(event.information.member('prisonId'))
  if (reason === undefined || prison === undefined) return undefined
  const outside = reason === 'RELEASED'
  return of('prison.prisoner.released', event, prisoner, prison, [reason], {
    person: prisoner.person,
    borough: outside ? prisoner.borough : undefined,
    address: outside ? prisoner.address : undefined,
    prison,
    reason,
    releaseType: outside ? prisoner.dateType : undefined,
    licence: prisoner.licence,
    foreignNational: prisoner.foreignNational || undefined,
  })
}

function datesChanged(event: ReadEvent, prisoner: Prisoner): CloudEventJson | undefined {
  const releaseDate = dayOf(event.information.member('releaseDate'))
  const dateType = event.information.member('releaseDateType').oneOf({ ...DATE_TYPES, ...MEANT })
  const prison = agency(event.information.member('prisonId'))
  if (releaseDate === undefined || dateType === undefined || prison === undefined) return undefined
  const confirmed = event.information.member('confirmed').value === true
  const { person, borough } = prisoner
  const told = { person, borough, prison, releaseDate, dateType, confirmed }
  return of('prison.release-date.changed', event, prisoner, prison, [releaseDate, dateType], told)
}

function absenceScheduled(event: ReadEvent, prisoner: Prisoner): CloudEventJson[] | undefined {
  const leavesAt = event.information.member('start').moment()
  const returnsAt = event.information.member('end').moment()
  const purpose = event.information.member('reason').text()
  const borough = event.information.member('area').text()
  const prison = agency(event.information.member('prisonId'))
  if (!leavesAt || !returnsAt || !purpose || !borough || !prison) return undefined
  const told = { person: prisoner.person, borough, prison, leavesAt, returnsAt, purpose }
  const authorised = of('prison.temporary-release.authorised', event, prisoner, prison, [leavesAt], told)
  return [...takenBack(event, prisoner, prison, authorised), authorised]
}

/** The authorisation in whose place this one was entered: a departure that moved is to be told of once, at its new time. */
function takenBack(
  event: ReadEvent,
  prisoner: Prisoner,
  prison: string,
  { type, id }: CloudEventJson,
): CloudEventJson[] {
  const replaces = event.information.member('replaces')
  if (!replaces.present) return []
  const occurredAt = replaces.member('occurredAt').moment()
  const formerPrison = agency(replaces.member('prisonId'))
  const leavesAt = replaces.member('start').moment()
  if (!occurredAt || !formerPrison || !leavesAt) return []
  const former = of(type, { ...event, occurredAt }, prisoner, formerPrison, [leavesAt], {})
  if (former.id === id) return []
  const reason = 'The temporary release was entered anew, at another time.'
  const said = of('prison.fact.retracted', event, prisoner, prison, [former.id], {
    eventId: former.id,
    reason,
  })
  return [{ ...said, data: { eventId: former.id, reason } }]
}

/** The register's own words for kinds of dates, once they are translated. */
const MEANT: Readonly<Record<string, string>> = { parole: 'parole', other: 'other' }

function of(
  type: string,
  { occurredAt }: ReadEvent,
  prisoner: Prisoner,
  prison: string,
  distinguishing: readonly string[],
  data: Record<string, unknown>,
): CloudEventJson {
  return fact({
    source: SOURCE,
    type,
    unit: `prisons/${prison.toLowerCase()}`,
    subject: `noms:${prisoner.noms}`,
    at: occurredAt,
    marking: 'restricted',
    of: [prisoner.noms, prison, occurredAt, ...distinguishing],
    data: stated({ ...data, flagged: prisoner.flagged }),
  })
}
