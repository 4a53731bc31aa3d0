import type { Fault } from '#core/kernel'
import { csvLines, findings, type Place, stated } from '#platform/native'
import type { Prisoner } from './prisoner.js'
import { agency, dayOf, prisonNumber } from './transaction.js'

export type PrisonersReading = { ok: true; prisoners: Prisoner[] } | { ok: false; faults: Fault[] }

/** NOMIS alerts that mark a prisoner as one for MAPPA or ViSOR (V, hmpps-alerts-api). */
const FLAGS = /^(P11|P22|P33|P44|P55|P66|P77|P88|P99|PA1|PVN)$/
const SEXES: Readonly<Record<string, string>> = { M: 'male', F: 'female' }
const YES: Readonly<Record<string, boolean>> = { Y: true, N: false }

/**
 * Reads prisoners as NOMIS lists them: OFFENDER_NO, SURNAME, FORENAMES, DOB, SEX, PNC, AGY, ALERTS (codes with spaces
 * between them), LICENCE (Y where the sentence ends on one), FNO, BOROUGH, ADDRESS.
 */
export function readPrisoners(bytes: Uint8Array): PrisonersReading {
  const found = findings('pointer')
  const lines = csvLines(bytes, found, ['OFFENDER_NO', 'SURNAME', 'AGY'])
  if (!lines.ok) return lines
  const prisoners = lines.lines.flatMap((line) => prisonerOf(line) ?? [])
  return found.faults.length > 0 ? { ok: false, faults: found.faults } : { ok: true, prisoners }
}

function prisonerOf(line: Place): Prisoner | undefined {
  const noms = prisonNumber(line.member('OFFENDER_NO'))
  const surname = line.member('SURNAME').text()
  const prison = agency(line.member('AGY'))
  const dateOfBirth = line.member('DOB').present ? dayOf(line.member('DOB')) : undefined
  const borough = line.member('BOROUGH').textIfPresent()
  const address = line.member('ADDRESS').textIfPresent()
  const alerts = (line.member('ALERTS').textIfPresent() ?? '').split(/\s+/)
  const sex = line.member('SEX').oneOfIfPresent(SEXES)
  if (!noms || !surname || !prison) return undefined
  return {
    noms,
    person: stated({
      name: { forenames: line.member('FORENAMES').textIfPresent() ?? '', surname },
      dateOfBirth,
      sex,
      pnc: line.member('PNC').textIfPresent(),
      noms,
    }),
    prison,
    inside: true,
    flagged: alerts.some((code) => FLAGS.test(code)),
    licence: line.member('LICENCE').oneOfIfPresent(YES) === true,
    foreignNational: line.member('FNO').oneOfIfPresent(YES) === true,
    ...(borough === undefined ? {} : { borough }),
    ...(address === undefined ? {} : { address }),
  }
}
