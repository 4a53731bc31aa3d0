import { readFileSync } from 'node:fs'
import type { Fault } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import { commonPlatformHearing, type CourtOrder, london } from '#testkit/london'
import { parseResultCodes } from './events/result-codes.js'
import { translateCourtMessage } from './translate.js'

/** Orders of an invented London, and what the translators make of messages about them. */
export const codes = parseResultCodes(readFileSync('contracts/reference/result-codes.yaml', 'utf8'))

const { historic } = london({ historic: 60, live: 0, missing: 2 })

export function anOrder(system: string, position = 0): CourtOrder {
  return historic.map(({ order }) => order).filter(({ court }) => court.system === system)[position]!
}

export const utf8 = (text: string): Buffer => Buffer.from(text)

const bytesOf = (body: string | Uint8Array): Uint8Array => (typeof body === 'string' ? utf8(body) : body)

/** @throws Error with the faults where the message is refused */
export function translated(format: string, body: string | Uint8Array): CloudEventJson[] {
  const outcome = translateCourtMessage(format, bytesOf(body), codes)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults))
  return outcome.events
}

export function faultsOf(format: string, body: string | Uint8Array): readonly Fault[] {
  const outcome = translateCourtMessage(format, bytesOf(body), codes)
  return outcome.ok ? [] : outcome.faults
}

/** The members of a hearing that specs change. */
export interface NativeHearing {
  courtCentre: { code: string }
  prosecutionCases: { defendants: NativeDefendant[] }[]
}

export interface NativeDefendant {
  pncId?: string | null
  personDefendant?: { personDetails: { dateOfBirth: string } }
  legalEntityDefendant?: object
  offences: {
    judicialResults: { judicialResultId: string; isDeleted?: boolean; judicialResultPrompts: object[] }[]
  }[]
}

/** A Common Platform hearing that makes the orders, changed before it is sent. */
export function hearingWith(
  change: (hearing: NativeHearing) => void,
  orders: CourtOrder[] = [anOrder('common-platform')],
): string {
  const heard = orders.map((order) => ({ order }))
  const document = JSON.parse(commonPlatformHearing({ heardOn: orders[0]!.madeOn, heard })) as {
    hearing: NativeHearing
  }
  change(document.hearing)
  return JSON.stringify(document)
}

export function firstDefendant(hearing: NativeHearing): NativeDefendant {
  return hearing.prosecutionCases[0]!.defendants[0]!
}
