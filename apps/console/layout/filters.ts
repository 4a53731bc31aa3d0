import { endOfDay, instantOf } from '#core/calendar'
import type { Catalogue } from '#core/catalogue'
import { londonDate, londonMoment } from '#platform/pages'

const EVIDENCE: Readonly<Record<string, string>> = {
  S: 'stated in a source document',
  V: 'a verified public source',
  K: 'known in the field, not verified',
  A: 'assumed, to be confirmed',
}

/** How pages say what contracts and facts hold. */
export function filtersFor(catalogue: Pick<Catalogue, 'units' | 'events' | 'roles'>) {
  return {
    /** `madeOn` → `Made on` */
    words: (name: string): string => {
      const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
      return spaced.charAt(0).toUpperCase() + spaced.slice(1)
    },
    value: valueText,
    isList: (value: unknown): boolean => Array.isArray(value) && value.length > 1,
    /** Deadlines as rules write them, with `opening` and event types in words. */
    anchors: (phrase: string): string =>
      phrase
        .replace(/\bafter opening\b/, 'after it began')
        .replace(/\bat opening\b/, 'when it began')
        .replace(/\bat breach\b/, 'when the gap opens')
        .replace(/^after (.+)$/, '$1 after the gap opened')
        .replace(
          /[a-z-]+\.([a-z-]+)\.([a-z-]+)/g,
          (_type, noun: string, done: string) => `${noun.replaceAll('-', ' ')} ${done.replaceAll('-', ' ')}`,
        ),
    evidence: (text: string): string => {
      const [letter = '', ...where] = text.split(/,? /)
      return [EVIDENCE[letter] ?? letter, where.join(' ')].filter((part) => part !== '').join(': ')
    },
    unitNames: (units: readonly string[]): string =>
      units.map((unit) => catalogue.units.get(unit)?.name ?? unit).join(', '),
    typeWords: (type: string): string => type.split('.').slice(1).join(' ').replaceAll('-', ' '),
  }
}

/** A value of a fact as a person reads it. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.map(valueText).join(', ')
  if (typeof value === 'object') return objectText(value as Record<string, unknown>)
  const text = String(value as string | number)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return londonDate(endOfDay(instantOf(text) ?? 0))
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return londonMoment(instantOf(text) ?? 0)
  return text
}

function objectText(value: Record<string, unknown>): string {
  const { forenames, surname } = value
  if (typeof surname === 'string') return [forenames, surname].filter(Boolean).join(' ')
  if ('name' in value && typeof value['name'] === 'object') return valueText(value['name'])
  return Object.values(value).map(valueText).join(', ')
}
