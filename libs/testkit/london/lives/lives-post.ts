import type { NativePost } from '../native-post.js'
import { type Day, londonInstant } from '../days.js'
import type { Step } from '../stories.js'

type Cells = Record<string, string>

/** What probation, the prisons, the police's units and SOCA send on a day, in their own formats: one message of a kind. */
export function livesPost(day: Day, steps: readonly Step[]): NativePost[] {
  const cases = steps.flatMap((step) => (step.does === 'delius' ? [step.step] : []))
  const entries = steps.flatMap((step) => (step.does === 'log' ? [step.entry] : []))
  const met = steps.flatMap((step) => (step.does === 'port' ? [step.encounter] : []))
  const cellsOf = (does: 'nomis' | 'omu' | 'consular'): Cells[] =>
    steps.flatMap((step) => (step.does === does ? [step.cells] : []))
  const forwardedAt = new Date(londonInstant(day, '12:00')).toISOString()
  return [
    ...posted(cases, { edge: 'probation', path: '/delius/steps', ...json(inOrder(cases, 'at')) }),
    ...posted(entries, { edge: 'police', path: '/units/log', ...json(inOrder(entries, 'AT')) }),
    ...posted(cellsOf('nomis'), {
      ...{ edge: 'prisons', path: '/nomis/transactions' },
      ...csv(inOrder(cellsOf('nomis'), 'AT')),
    }),
    ...posted(cellsOf('omu'), { edge: 'prisons', path: '/omu/book', ...csv(inOrder(cellsOf('omu'), 'AT')) }),
    ...posted(met, { edge: 'immigration', path: '/port-encounters', ...json(inOrder(met, 'seenAt')) }),
    ...posted(cellsOf('consular'), {
      ...{ edge: 'immigration', as: 'soca', ...csv(cellsOf('consular')) },
      path: `/soca/consular-notifications?forwardedAt=${forwardedAt}`,
    }),
  ]
}

function posted(what: readonly unknown[], post: Omit<NativePost, 'expects' | 'about'>): NativePost[] {
  return what.length === 0 ? [] : [{ ...post, expects: 'accepted', about: `${what.length} entries` }]
}

const inOrder = <T extends Record<string, unknown>>(entries: readonly T[], by: string): T[] =>
  entries.toSorted((a, b) => (String(a[by]) < String(b[by]) ? -1 : 1))

function json(entries: readonly unknown[]): Pick<NativePost, 'contentType' | 'body'> {
  return { contentType: 'application/json', body: JSON.stringify(entries) }
}

/** Rows of different kinds under the columns of all of them. */
export function csv(rows: readonly Cells[]): Pick<NativePost, 'contentType' | 'body'> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
  return { contentType: 'text/csv', body: `${lines.map(line).join('\n')}\n` }
}
