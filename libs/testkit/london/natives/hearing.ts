import { derivedId } from '#core/kernel'
import type { CourtOrder } from '../orders.js'

/** What a hearing did to an order, or to a defendant without one. */
export interface HeardOrder {
  order: CourtOrder
  /** Absent: the order was made. */
  change?: 'VARIED' | 'DISCHARGED'
}

export interface Hearing {
  heardOn: string
  heard: readonly HeardOrder[]
}

/** Applications about an existing order, by their offence codes (SX03519 to SX03521 and their like for SOPOs). */
export const APPLICATIONS: Readonly<Record<string, { VARIED: string; DISCHARGED: string } | undefined>> = {
  SOPO: { VARIED: 'SX03511', DISCHARGED: 'SX03513' },
  FTO: { VARIED: 'SX03519', DISCHARGED: 'SX03521' },
}

/** Ids that a court's system would give out: the same for the same hearing, so a resend repeats them. */
export function nativeId(...parts: string[]): string {
  return derivedId('london', ...parts)
}

/** A Common Platform hearing as its event receiver gets it: orders made as results on offences, changes as applications. */
export function commonPlatformHearing({ heardOn, heard }: Hearing): string {
  const court = heard[0]!.order.court
  const hearingId = nativeId('hearing', court.code, heardOn, heard[0]!.order.orderId, heard[0]!.change ?? '')
  const made = heard.filter(({ change }) => change === undefined)
  const changed = heard.filter(({ change }) => change !== undefined)
  return JSON.stringify({
    eventType: 'Resulted',
    sharedTime: `${heardOn}T16:30:00.000Z`,
    hearing: {
      id: hearingId,
      courtCentre: {
        id: nativeId('court', court.code),
        code: `${court.code}00`,
        name: `Court ${court.code}`,
      },
      type: { id: nativeId('type', 'sentence'), description: 'Sentence' },
      jurisdictionType: court.code.startsWith('C') ? 'CROWN' : 'MAGISTRATES',
      hearingDays: [
        { sittingDay: `${heardOn}T10:00:00.000Z`, listedDurationMinutes: 20, listingSequence: 0 },
      ],
      prosecutionCases:
        made.length === 0
          ? []
          : [
              {
                id: nativeId('case', hearingId),
                initiationCode: 'C',
                caseStatus: 'INACTIVE',
                prosecutionCaseIdentifier: {
                  prosecutionAuthorityCode: 'TEST',
                  caseURN: `01TC${urn(made[0]!)}`,
                },
                defendants: made.map(({ order }) => defendantOf(order)),
              },
            ],
      courtApplications: changed.map((one) => applicationOf(one, heardOn)),
    },
  })
}

function urn({ order }: HeardOrder): string {
  return order.person.pnc.slice(5, 12)
}

function defendantOf(order: CourtOrder): object {
  return {
    id: nativeId('defendant', order.person.pnc),
    masterDefendantId: nativeId('master', order.person.pnc),
    pncId: order.person.pnc,
    croNumber: null,
    isYouth: false,
    personDefendant: { personDetails: detailsOf(order) },
    offences: [
      {
        id: nativeId('offence', order.orderId),
        offenceCode: 'SX03007',
        offenceTitle: 'Invented for a test',
        judicialResults: [
          {
            judicialResultId: nativeId('custody', order.court.code, order.orderId),
            cjsCode: '1002',
            label: 'Imprisonment',
            orderedDate: order.madeOn,
            judicialResultPrompts: [],
          },
          {
            judicialResultId: nativeId('result', order.court.code, order.orderId),
            cjsCode: order.resultCode,
            label: 'Prevention order',
            orderedDate: order.madeOn,
            judicialResultPrompts: promptsOf(order),
          },
        ],
      },
    ],
  }
}

function detailsOf({ person }: CourtOrder): object {
  const [firstName, middleName] = person.forenames.split(' ')
  return {
    firstName,
    middleName,
    lastName: person.surname,
    dateOfBirth: person.dateOfBirth,
    gender: person.sex.toUpperCase(),
  }
}

function promptsOf(order: CourtOrder): object[] {
  return [
    { label: 'Order number', promptReference: 'orderNumber', value: order.orderId },
    ...order.conditions.map((value) => ({ label: 'Prohibition', promptReference: 'conditions', value })),
    ...(order.endsOn === undefined
      ? []
      : [{ label: 'End date', promptReference: 'endDate', isDurationEndDate: true, value: order.endsOn }]),
  ]
}

function applicationOf({ order, change }: HeardOrder, heardOn: string): object {
  const code = APPLICATIONS[order.orderType]![change!]
  return {
    id: nativeId('application', order.orderId, change!),
    applicationReference: `01TC${order.person.pnc.slice(5, 12)}`,
    applicationStatus: 'FINALISED',
    type: { id: nativeId('type', code), code, type: 'Application about an order', linkType: 'STANDALONE' },
    subject: {
      id: nativeId('party', order.person.pnc),
      masterDefendant: {
        masterDefendantId: nativeId('master', order.person.pnc),
        pncId: order.person.pnc,
        personDefendant: { personDetails: detailsOf(order) },
      },
    },
    judicialResults: [
      {
        judicialResultId: nativeId('granted', order.court.code, order.orderId, change!),
        label: 'Granted',
        orderedDate: heardOn,
        judicialResultPrompts: promptsOf(order),
      },
    ],
  }
}
