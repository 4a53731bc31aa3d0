import type { Fault } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import { fact, findings, isoDay, jsonDocument, Place, stated } from '#platform/native'
import { ENTRIES, type EntryKind } from './entries.js'

export type LogReading = { ok: true; events: CloudEventJson[] } | { ok: false; faults: Fault[] }

const SEXES: Readonly<Record<string, string>> = { M: 'male', F: 'female' }
/** By what a person of a log is named, the surest first. */
const SUBJECTS = ['pnc', 'visor', 'noms', 'crn'] as const

/**
 * The log of the police's units as facts: JSON, one entry or a list, each with UNIT, AT, ENTRY and PERSON beside the
 * fields of its kind. Pure: the same bytes, the same facts.
 */
export function unitLogEvents(bytes: Uint8Array): LogReading {
  const document = jsonDocument(bytes)
  if (!document.ok) return { ok: false, faults: [document.fault] }
  const found = findings('pointer')
  const root = new Place(document.value, '', found)
  const entries = Array.isArray(document.value) ? root.items() : [root]
  const events = entries.flatMap((entry) => entryEvent(entry) ?? [])
  return found.faults.length > 0 ? { ok: false, faults: found.faults } : { ok: true, events }
}

function entryEvent(entry: Place): CloudEventJson | undefined {
  const unit = entry.member('UNIT').text()
  const at = entry.member('AT').moment()
  const kind = entry.member('ENTRY').oneOf<EntryKind>(ENTRIES)
  const person = personOf(entry.member('PERSON'))
  if (kind === undefined) return undefined
  const fields = Object.entries(kind.fields).map(([name, read]) => [name, read(entry)] as const)
  const data = stated({ person, ...Object.fromEntries(fields) })
  const subject = subjectOf(person, data)
  if (subject === undefined)
    entry.member('PERSON').fault('bears no number, and there is no consular reference')
  if (unit === undefined || at === undefined || subject === undefined) return undefined
  return fact({
    ...{ source: `/police/${kind.system}`, type: kind.type, unit, subject, at },
    on: kind.on === undefined ? undefined : (data[kind.on] as string | undefined),
    marking: kind.marking ?? 'restricted',
    of: [subject, at, ...kind.of.map((name) => String(data[name] ?? ''))],
    data,
  })
}

function personOf(place: Place): Record<string, unknown> {
  const born = place.member('DOB').textIfPresent()
  const dateOfBirth = born === undefined ? undefined : isoDay(born)
  if (born !== undefined && dateOfBirth === undefined) place.member('DOB').fault('is not a date')
  const number = (name: string): string | undefined => place.member(name).textIfPresent()
  return stated({
    name: {
      forenames: place.member('FORENAMES').textIfPresent() ?? '',
      surname: place.member('SURNAME').text(),
    },
    dateOfBirth,
    sex: place.member('SEX').oneOfIfPresent(SEXES),
    ...{ pnc: number('PNC'), noms: number('NOMS'), crn: number('CRN'), visor: number('VISOR') },
  })
}

function subjectOf(person: Record<string, unknown>, data: Record<string, unknown>): string | undefined {
  const scheme = SUBJECTS.find((name) => person[name] !== undefined)
  if (scheme !== undefined) return `${scheme}:${String(person[scheme])}`
  const consularRef = data['consularRef']
  return consularRef === undefined ? undefined : `consular-ref:${String(consularRef)}`
}
