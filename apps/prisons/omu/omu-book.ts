import type { Fault } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import { csvLines, fact, findings, type Place, stated } from '#platform/native'
import type { Prisoner } from '../nomis/prisoner.js'
import { agency, dayOf, prisonNumber } from '../nomis/transaction.js'

export type OmuReading = { ok: true; events: CloudEventJson[] } | { ok: false; faults: Fault[] }

const SOURCE = '/prisons/nomis'
const STAGES: Readonly<Record<string, string>> = { '6MO': '6MO', '28D': '28D', '5WD': '5WD' }
const ENTRIES = { NOTICE: 'NOTICE', MEETING: 'MEETING' } as const
const YES: Readonly<Record<string, boolean>> = { Y: true, N: false }
const LEVELS: Readonly<Record<string, string>> = { '1': '1', '2': '2', '3': '3' }

/**
 * The book of a prison's Offender Management Unit, CSV: AT, ENTRY, AGY, and for a NOTICE before a release OFFENDER_NO,
 * STAGE (6MO, 28D, 5WD), RELEASE, LEVEL, VICTIM; for the monthly MAPPA MEETING HELD, DISCUSSED, JIGSAW. A notice is issued
 * when it is entered; a meeting was on the day it was held, whenever it is entered.
 * @param prisonerOf what NOMIS holds under a prison number
 */
export async function omuEvents(
  bytes: Uint8Array,
  prisonerOf: (noms: string) => Promise<Prisoner | undefined>,
): Promise<OmuReading> {
  const found = findings('pointer')
  const lines = csvLines(bytes, found, ['AT', 'ENTRY', 'AGY'])
  if (!lines.ok) return lines
  const events: CloudEventJson[] = []
  for (const line of lines.lines) {
    const at = line.member('AT').moment()
    const prison = agency(line.member('AGY'))
    const entry = line.member('ENTRY').oneOf(ENTRIES)
    if (!at || !prison || !entry) continue
    const told = entry === 'MEETING' ? meeting(line, at, prison) : await notice(line, at, prison, prisonerOf)
    if (told !== undefined) events.push(told)
  }
  return found.faults.length > 0 ? { ok: false, faults: found.faults } : { ok: true, events }
}

function meeting(line: Place, at: string, prison: string): CloudEventJson | undefined {
  const heldOn = dayOf(line.member('HELD'))
  const discussed = Number(line.member('DISCUSSED').text())
  if (!Number.isInteger(discussed) || discussed < 0) line.member('DISCUSSED').fault('is no number')
  const centralJigsawPresent = line.member('JIGSAW').oneOfIfPresent(YES)
  if (heldOn === undefined) return undefined
  const unit = `prisons/${prison.toLowerCase()}`
  return fact({
    ...{ source: SOURCE, type: 'prison.mappa-meeting.held', unit, subject: `unit:${unit}`, at, on: heldOn },
    ...{ marking: 'restricted', of: [prison, heldOn, at] },
    data: stated({ prison, heldOn, discussed, centralJigsawPresent }),
  })
}

async function notice(
  line: Place,
  at: string,
  prison: string,
  prisonerOf: (noms: string) => Promise<Prisoner | undefined>,
): Promise<CloudEventJson | undefined> {
  const noms = prisonNumber(line.member('OFFENDER_NO'))
  const stage = line.member('STAGE').oneOf(STAGES)
  const releaseDate = dayOf(line.member('RELEASE'))
  const level = line.member('LEVEL').oneOfIfPresent(LEVELS)
  const victimRegistered = line.member('VICTIM').oneOfIfPresent(YES)
  const prisoner = noms === undefined ? undefined : await prisonerOf(noms)
  if (noms !== undefined && prisoner === undefined)
    line.member('OFFENDER_NO').fault('is of nobody whom NOMIS holds')
  if (prisoner === undefined || stage === undefined || releaseDate === undefined) return undefined
  const { person, borough, address } = prisoner
  return fact({
    ...{ source: SOURCE, type: 'prison.pre-release-notice.issued', unit: `prisons/${prison.toLowerCase()}` },
    ...{ subject: `noms:${noms}`, at, marking: 'restricted', of: [noms!, prison, stage, releaseDate, at] },
    data: { person, borough, address, prison, stage, releaseDate, level, victimRegistered },
  })
}
