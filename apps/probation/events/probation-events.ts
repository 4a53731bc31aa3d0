import type { Fault } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import { fact, findings, hmppsEvents, jsonDocument, Place, type ReadEvent } from '#platform/native'
import type { DeliusCase } from '../delius/delius-case.js'
import { caseNumber } from '../delius/step.js'

export type ProbationEvents = { ok: true; events: CloudEventJson[] } | { ok: false; faults: Fault[] }

const LONDON = 'probation/london'
const RECALL_DESK = 'probation/noms-recall'

type Tell = (event: ReadEvent, one: DeliusCase) => CloudEventJson

/** What the hub is told of the services' events. */
const TOLD: Readonly<Record<string, Tell>> = {
  'probation-case.information.requested': informationRequested,
  'probation-case.recall.requested': recallRequested,
  'probation-case.recall.decided': recallDecided,
  'probation-case.recall.document-issued': documentIssued,
  'create-and-vary-a-licence.licence.activated': licence('activated'),
  'create-and-vary-a-licence.variation.activated': licence('varied'),
  'create-and-vary-a-licence.licence.inactivated': licence('ended'),
  'probation-case.registration.added': registered,
  'probation-case.registration.updated': registered,
  'probation-case.registration.deregistered': registered,
}

/** Events that the services send and that tell the hub nothing (V, DOMAIN C.10). */
const UNTOLD =
  /^(probation-case\.(merge\.completed|unmerge\.completed|prison-identifier\.added|engagement\.created|registration\.deleted|risk-scores\..+)|risk-assessment\..+|prison-recall\.recommendation\..+|create-and-vary-a-licence\.variation\.inactivated|offender-management\..+|person\.community\.manager\.allocated)$/

/**
 * The services' events as facts. They are thin, so the register that sent them is asked whose case it is.
 * @param caseOf what Delius holds under a case reference number
 */
export async function probationEvents(
  bytes: Uint8Array,
  caseOf: (crn: string) => Promise<DeliusCase | undefined>,
): Promise<ProbationEvents> {
  const document = jsonDocument(bytes)
  if (!document.ok) return { ok: false, faults: [document.fault] }
  const found = findings('pointer')
  const events: CloudEventJson[] = []
  for (const event of hmppsEvents(document.value, found)) {
    if (UNTOLD.test(event.eventType) || isOtherRegistration(event)) continue
    const tell = TOLD[event.eventType]
    if (tell === undefined) event.place.member('eventType').fault('is no event that probation sends')
    const crn = tell && caseNumberOf(event)
    const one = crn === undefined ? undefined : await caseOf(crn)
    if (crn !== undefined && one === undefined)
      event.place.member('personReference').fault('names a case that Delius does not hold')
    if (one !== undefined && tell !== undefined) events.push(tell(event, one))
  }
  return found.faults.length > 0 ? { ok: false, faults: found.faults } : { ok: true, events }
}

/** Delius registers many things; only MAPPA is told. */
function isOtherRegistration({ eventType, information }: ReadEvent): boolean {
  const isRegistration = eventType.startsWith('probation-case.registration.')
  return isRegistration && information.member('registerTypeCode').value !== 'MAPP'
}

function caseNumberOf(event: ReadEvent): string | undefined {
  const { at, found } = event.place.member('personReference')
  return caseNumber(new Place(event.identifier('CRN'), `${at}/identifiers`, found))
}

function informationRequested(event: ReadEvent, one: DeliusCase): CloudEventJson {
  const { information } = event
  const requestId = information.member('requestId').text()
  return of('probation.information.requested', event, one, LONDON, [requestId], {
    ...{ borough: one.borough, requestId, requester: LONDON },
    purpose: information.member('purpose').text(),
    urgent: information.member('urgent').value === true,
  })
}

function recallRequested(event: ReadEvent, one: DeliusCase): CloudEventJson {
  const recallId = event.information.member('recallId').text()
  return of('probation.recall.requested', event, one, LONDON, [recallId], {
    ...{ borough: one.borough, recallId },
    ...recallOf(event.information),
    reasons: texts(event.information.member('reasons')),
  })
}

function recallDecided(event: ReadEvent, one: DeliusCase): CloudEventJson {
  const { information } = event
  const recallId = information.member('recallId').text()
  return of('probation.recall.decided', event, one, RECALL_DESK, [recallId], {
    ...{ borough: one.borough, recallId },
    ...recallOf(information),
    outcome: information.member('outcome').text(),
    lengthDays: information.member('lengthDays').value ?? undefined,
    prison: information.member('prison').textIfPresent(),
    reasons: texts(information.member('reasons')),
  })
}

function recallOf(information: Place): Record<string, unknown> {
  return {
    recallType: information.member('recallType').text(),
    emergency: information.member('emergency').value === true,
  }
}

function documentIssued(event: ReadEvent, one: DeliusCase): CloudEventJson {
  const recallId = event.information.member('recallId').text()
  const kind = event.information.member('document').text()
  const prison = event.information.member('prison').textIfPresent()
  return of('probation.recall-document.issued', event, one, RECALL_DESK, [recallId, kind], {
    ...{ recallId, kind, prison },
  })
}

function licence(action: string): Tell {
  return (event, one) => {
    const kind = event.information.member('kind').textIfPresent() ?? 'release'
    const conditions = texts(event.information.member('conditions'))
    const leavesAt = event.information.member('leavesAt').textIfPresent()
    const distinguishing = [kind, action, ...(leavesAt === undefined ? [] : [leavesAt])]
    return of('probation.licence.changed', event, one, LONDON, distinguishing, {
      ...{ borough: one.borough, kind, action },
      conditions: conditions.length === 0 ? undefined : conditions,
      expiresOn: event.information.member('expiresOn').textIfPresent(),
      leavesAt,
    })
  }
}

function registered(event: ReadEvent, one: DeliusCase): CloudEventJson {
  const { information } = event
  const startedOn = information.member('startedOn').text()
  return of('probation.mappa-registration.changed', event, one, LONDON, [startedOn], {
    borough: one.borough,
    category: information.member('category').text(),
    level: information.member('level').text(),
    startedOn,
    reviewOn: information.member('reviewOn').textIfPresent(),
    endedOn: information.member('endedOn').textIfPresent(),
  })
}

function texts(place: Place): string[] {
  return place.items().flatMap((item) => item.text() ?? [])
}

function of(
  type: string,
  { occurredAt }: ReadEvent,
  { crn, person }: DeliusCase,
  unit: string,
  distinguishing: readonly (string | undefined)[],
  data: Record<string, unknown>,
): CloudEventJson {
  return fact({
    source: unit === LONDON ? '/probation/delius' : '/probation/recall-casework',
    type,
    unit,
    subject: `crn:${crn}`,
    at: occurredAt,
    marking: 'restricted',
    of: [crn, occurredAt, ...distinguishing.map((one) => one ?? '')],
    data: { person, ...data },
  })
}
