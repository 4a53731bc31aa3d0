import type { Fault } from '#core/kernel'
import { csvLines, findings, isoDay, type Place, stated } from '#platform/native'
import type { DeliusCase } from './delius-case.js'
import { caseNumber } from './step.js'

export type CasesReading = { ok: true; cases: DeliusCase[] } | { ok: false; faults: Fault[] }

const SEXES: Readonly<Record<string, string>> = { Male: 'male', Female: 'female' }
/** A licence that ran before the register was read; what it says is not known here. */
const RUNS: Readonly<Record<string, boolean>> = { Y: true, N: false }

/** Reads cases as Delius lists them: CRN, SURNAME, FORENAMES, DOB, SEX, PNC, NOMS, BOROUGH, ON_LICENCE. */
export function readCases(bytes: Uint8Array): CasesReading {
  const found = findings('pointer')
  const lines = csvLines(bytes, found, ['CRN', 'SURNAME'])
  if (!lines.ok) return lines
  const cases = lines.lines.flatMap((line) => caseOf(line) ?? [])
  return found.faults.length > 0 ? { ok: false, faults: found.faults } : { ok: true, cases }
}

function caseOf(line: Place): DeliusCase | undefined {
  const crn = caseNumber(line.member('CRN'))
  const surname = line.member('SURNAME').text()
  const born = line.member('DOB').textIfPresent()
  const dateOfBirth = born === undefined ? undefined : isoDay(born)
  if (born !== undefined && dateOfBirth === undefined) line.member('DOB').fault('is not a date')
  const sex = line.member('SEX').oneOfIfPresent(SEXES)
  const borough = line.member('BOROUGH').textIfPresent()
  const onLicence = line.member('ON_LICENCE').oneOfIfPresent(RUNS) === true
  if (!crn || !surname) return undefined
  return {
    crn,
    person: stated({
      name: { forenames: line.member('FORENAMES').textIfPresent() ?? '', surname },
      dateOfBirth,
      sex,
      pnc: line.member('PNC').textIfPresent(),
      noms: line.member('NOMS').textIfPresent(),
      crn,
    }),
    ...(borough === undefined ? {} : { borough }),
    recalls: {},
    licences: onLicence ? { release: { action: 'activated', conditions: [] } } : {},
  }
}
