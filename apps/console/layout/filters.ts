import { instantOf } from '#core/calendar'
import type { Catalogue } from '#core/catalogue'
import { londonDate, londonMoment } from '#platform/pages'

const EVIDENCE: Readonly<Record<string, string>> = {
  S: 'stated in a source document',
  V: 'a verified public source',
  K: 'known in the field, not verified',
  A: 'assumed, to be confirmed',
}

/** How pages say what contracts and facts hold. */
export function filtersFor(catalogue: Pick<Catalogue, 'units' | 'areas'>) {
  const names = namesByCode(catalogue)
  return {
    /** `madeOn` → `Made on` */
    words: (name: string): string => {
      const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
      return spaced.charAt(0).toUpperCase() + spaced.slice(1)
    },
    value: (value: unknown): string => valueText(value, names),
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

/** Areas, courts and prisons by the codes that facts carry. Where two units share a code, the one that was declared first. */
function namesByCode({ units, areas = new Map() }: Pick<Catalogue, 'units' | 'areas'>): Map<string, string> {
  const names = new Map(areas)
  for (const { code, name } of units.values())
    if (code !== undefined && !names.has(code)) names.set(code, `${name} (${code})`)
  return names
}

/** A value of a fact as a person reads it. @param names of what codes stand for */
export function valueText(value: unknown, names: ReadonlyMap<string, string> = new Map()): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.map((each) => valueText(each, names)).join(', ')
  if (typeof value === 'object') return objectText(value as Record<string, unknown>, names)
  const text = String(value as string | number)
  const day = /^\d{4}-\d{2}-\d{2}(T|$)/.exec(text)
  if (day === null) return names.get(text) ?? inSmallLetters(text)
  const at = instantOf(text)
  if (at === undefined) return text
  return day[1] === 'T' ? londonMoment(at) : londonDate(at)
}

/** `NOT_REVOKED` → `Not revoked`; an abbreviation such as SOPO or PNC stays as it is. */
function inSmallLetters(text: string): string {
  if (!/^[A-Z]{5,}$|^[A-Z]+(_[A-Z]+)+$/.test(text)) return text
  return text.charAt(0) + text.slice(1).replaceAll('_', ' ').toLowerCase()
}

function objectText(value: Record<string, unknown>, names: ReadonlyMap<string, string>): string {
  const { forenames, surname } = value
  if (typeof surname === 'string') return [forenames, surname].filter(Boolean).join(' ')
  if (typeof value['name'] === 'object') return valueText(value['name'], names)
  return Object.values(value)
    .map((each) => valueText(each, names))
    .join(', ')
}
