import { type Fault, HubError } from '#core/kernel'
import { type WorkingCalendar, workingCalendar } from './working-calendar.js'

export type ParsedCalendars =
  { ok: true; calendars: ReadonlyMap<string, WorkingCalendar> } | { ok: false; faults: readonly Fault[] }

/**
 * Reads `contracts/reference/calendars.yaml`, already parsed: a mapping of calendar names to `says`, `source`,
 * `zone` (Europe/London is the only one deadlines are judged in), `covers: [from, until]` and `holidays`.
 * Every fault is listed, HUB_CALENDAR_INVALID each.
 */
export function parseCalendars(data: unknown): ParsedCalendars {
  const calendars = new Map<string, WorkingCalendar>()
  const faults: Fault[] = []
  if (!isRecord(data))
    return { ok: false, faults: [fault('', 'Calendars are a mapping of names to calendars.')] }
  for (const [name, entry] of Object.entries(data)) {
    const read = readCalendar(name, entry)
    if (typeof read === 'string') faults.push(fault(name, read))
    else calendars.set(name, read)
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, calendars }
}

function readCalendar(name: string, entry: unknown): WorkingCalendar | string {
  if (!isRecord(entry)) return `Calendar ${name} is a mapping with says, source, zone, covers and holidays.`
  const { zone, covers, holidays } = entry
  if (zone !== 'Europe/London') return `Calendar ${name} has the zone ${String(zone)}; write Europe/London.`
  if (!isTexts(covers) || covers[0] === undefined || covers[1] === undefined || covers.length !== 2) {
    return `Calendar ${name} covers [from, until], two dates as YYYY-MM-DD.`
  }
  if (!isTexts(holidays)) return `Calendar ${name} lists its holidays as dates, YYYY-MM-DD.`
  try {
    return workingCalendar({ name, holidays, covers: [covers[0], covers[1]] })
  } catch (error) {
    if (error instanceof HubError) return error.message
    throw error
  }
}

function fault(at: string, says: string): Fault {
  return { code: 'HUB_CALENDAR_INVALID', at: `/${at}`, says }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
