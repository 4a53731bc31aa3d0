import { absentThings, type AbsentThing, type Queryable, readTotals, type Totals } from '#platform/published'
import { type Score, score, type Truth } from '#testkit/london'
import { counted, grouped, table } from '../answer.js'
import { scoreLines } from '../commands/score.js'
import { foundGaps } from './found-gaps.js'

/** What a London came to: what the hub did, what it found, and how that compares with what was broken. */
export interface Findings {
  totals: Totals
  absent: AbsentThing[]
  score: Score
}

export async function findingsOf(db: Queryable, truth: Truth): Promise<Findings> {
  return {
    totals: await readTotals(db),
    absent: await absentThings(db),
    score: score(truth, await foundGaps(db)),
  }
}

const UNITS_SHOWN_MAX = 8

export function findingsText({ totals, absent, score: found }: Findings): string {
  return [
    absentTable(absent),
    gapsTable(totals),
    totalsTable(totals),
    [
      'What was found, against what the scenario broke:',
      ...scoreLines(found).map((line) => `  ${line}`),
    ].join('\n'),
    found.exact
      ? 'Everything that was broken was found, and nothing else.'
      : 'What was found is not what was broken: see the differences above.',
  ].join('\n\n')
}

/** Orders that a register lacks, by court and the year in which they were made. */
export function absentTable(absent: readonly AbsentThing[]): string {
  if (absent.length === 0) return 'No order is without a marker.'
  const yearOf = ({ details }: AbsentThing): string =>
    String(details['madeOn'] ?? '').slice(0, 4) || 'unknown'
  const courtOf = ({ details }: AbsentThing): string => String(details['courtCode'] ?? 'unknown')
  const years = [...new Set(absent.map(yearOf))].sort()
  const courts = [...new Set(absent.map(courtOf))].sort()
  const count = (court: string, year: string): number =>
    absent.filter((each) => courtOf(each) === court && yearOf(each) === year).length
  const rows = courts.map((court) => {
    const perYear = years.map((year) => count(court, year))
    return [court, ...perYear.map((n) => (n === 0 ? '·' : String(n))), perYear.reduce((a, b) => a + b, 0)]
  })
  const totals = years.map((year) => String(absent.filter((each) => yearOf(each) === year).length))
  const open = absent.filter(({ isOpen }) => isOpen).length
  const title = `${counted(absent.length, 'order')} without a marker on the PNC, by court and year${open === 0 ? '; all have one by now' : `; ${open} still without`}:`
  return `${title}\n\n${table(['court', ...years, 'all'], [...rows, ['all', ...totals, absent.length]])}`
}

function gapsTable({ gaps, obligations }: Totals): string {
  const rows = obligations.map(({ rule, met, waiting, missed, cancelled }) => {
    const gap = gaps.find((each) => each.rule === rule)
    return [rule, met, waiting, missed, cancelled, gap?.found ?? 0, gap?.open ?? 0]
  })
  return table(
    ['obligation', 'met', 'not yet due', 'missed', 'cancelled or decided', 'gaps found', 'still open'],
    rows,
  )
}

function totalsTable({
  received,
  extractRows,
  copies,
  copiesByUnit,
  decisions,
  fieldsWithheld,
}: Totals): string {
  const all = received.linked + received.duplicate + received.refused + received.parked
  const shown = copiesByUnit.slice(0, UNITS_SHOWN_MAX)
  const others = copiesByUnit.slice(UNITS_SHOWN_MAX)
  const rows: (readonly [string, string, string])[] = [
    [
      'messages in',
      grouped(all),
      `${grouped(received.linked)} new, ${grouped(received.duplicate)} repeated, ${grouped(received.refused)} refused, ${grouped(received.parked)} set aside`,
    ],
    ['register rows in', grouped(extractRows), ''],
    ['copies out', grouped(copies), `${grouped(decisions.withheld)} withheld altogether`],
    ...shown.map(({ unit, copies: count }) => [`  ${unit}`, grouped(count), ''] as const),
    ...(others.length === 0
      ? []
      : [
          [
            `  ${counted(others.length, 'other unit')}`,
            grouped(others.reduce((sum, each) => sum + each.copies, 0)),
            '',
          ] as const,
        ]),
    ['fields kept back', grouped(fieldsWithheld), 'from copies that were given'],
  ]
  const width = Math.max(...rows.map(([, count]) => count.length))
  return table(
    ['', '', ''],
    rows.map(([what, count, note]) => [what, count.padStart(width), note]),
  ).replace(/^\s*\n/, '')
}
