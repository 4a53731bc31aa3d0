import { instantOf } from '#core/calendar'

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/** The dates of the police's systems, `03-Oct-2011`, `20111003`, `03/10/2011` or `2011-10-03`, as `YYYY-MM-DD`. */
export function policeDay(text: string): string | undefined {
  const trimmed = text.trim()
  const iso = isoOf(trimmed)
  return iso !== undefined && instantOf(iso) !== undefined ? iso : undefined
}

function isoOf(text: string): string | undefined {
  const spelt = /^(\d{2})-([A-Za-z]{3})-(\d{4})$/.exec(text)
  if (spelt) {
    const month = MONTHS.indexOf(spelt[2]!.toUpperCase()) + 1
    return month === 0 ? undefined : `${spelt[3]}-${String(month).padStart(2, '0')}-${spelt[1]}`
  }
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (compact) return `${compact[1]}-${compact[2]}-${compact[3]}`
  const british = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text)
  if (british) return `${british[3]}-${british[2]}-${british[1]}`
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined
}
