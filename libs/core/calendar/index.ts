export { type ParsedCalendars, parseCalendars } from './calendars.js'
export { backwardFallback, dueAt, durationMs, isBackward, isPastDue } from './due-at.js'
export { explainDue } from './explain-due.js'
export { endOfDay, instantOf, londonDay, londonTime, monthOf, startOfDay } from './london.js'
export { monthsBegun } from './months.js'
export type { Pause } from './pauses.js'
export {
  type Anchor,
  type ClockPhrase,
  type Duration,
  type ParsedDuration,
  type ParsedPhrase,
  parseDuration,
  parsePhrase,
  printCount,
  printPhrase,
  type Span,
  type Unit,
} from './phrase.js'
export { type CalendarData, type WorkingCalendar, workingCalendar } from './working-calendar.js'
