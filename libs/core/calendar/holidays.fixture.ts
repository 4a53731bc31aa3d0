import { type WorkingCalendar, workingCalendar } from './working-calendar.js'

/** England and Wales from 2011 to 2013: what the worked deadlines of the specs need, so that they read no file. */
export const HOLIDAYS: readonly string[] = [
  '2011-01-03 2011-04-22 2011-04-25 2011-04-29 2011-05-02 2011-05-30 2011-08-29',
  '2011-12-26 2011-12-27',
  '2012-01-02 2012-04-06 2012-04-09 2012-05-07 2012-06-04 2012-06-05 2012-08-27',
  '2012-12-25 2012-12-26',
  '2013-01-01 2013-03-29 2013-04-01 2013-05-06 2013-05-27 2013-08-26',
  '2013-12-25 2013-12-26',
].flatMap((year) => year.split(' '))

export const COVERS = ['2011-01-01', '2013-12-31'] as const

export function calendarWith(...more: readonly string[]): WorkingCalendar {
  const holidays = [...new Set([...HOLIDAYS, ...more])]
  return workingCalendar({ name: 'england-and-wales', holidays, covers: COVERS })
}
