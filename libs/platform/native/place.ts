import { instantOf } from '#core/calendar'
import { type Fault, isStorable, parseInstant } from '#core/kernel'

/**
 * A field that a receiver would expect and did not get: not sent at all, or sent and empty. Common Platform means
 * different things by the two (its receiver counts `isPncMissing` for the first only), so they are never mixed.
 */
export interface FieldNote {
  at: string
  state: 'absent' | 'null'
}

/** What reading a native message gathers on its way: every fault at once, and what was not said. */
export interface Findings {
  faults: Fault[]
  notes: FieldNote[]
  /** How places are written: a JSON pointer (RFC 6901), or an XPath with positions. */
  style: 'pointer' | 'xpath'
}

/** What of a wrong word is repeated in a fault. */
const QUOTED_CHARS_MAX = 40

/** Findings of nothing yet. */
export function findings(style: Findings['style']): Findings {
  return { faults: [], notes: [], style }
}

/**
 * One place in a native document, read with its address at hand, so that a fault can always say where it stands.
 * Reading never throws: what is missing or malformed is added to the findings and read as undefined.
 */
export class Place {
  constructor(
    readonly value: unknown,
    readonly at: string,
    readonly found: Findings,
  ) {}

  member(name: string): Place {
    const parent = this.value
    const value =
      typeof parent === 'object' && parent !== null && Object.hasOwn(parent, name)
        ? (parent as Record<string, unknown>)[name]
        : undefined
    return new Place(value, `${this.at}/${this.found.style === 'pointer' ? escaped(name) : name}`, this.found)
  }

  /** Follows several names. */
  path(...names: string[]): Place {
    return names.reduce<Place>((place, name) => place.member(name), this)
  }

  /** The items of a list; none when it is absent, null or empty. In XML one element is a list of one. */
  items(): Place[] {
    if (this.value === undefined || this.value === null || this.value === '') return []
    if (this.found.style === 'pointer') {
      if (Array.isArray(this.value))
        return this.value.map((item, position) => new Place(item, `${this.at}/${position}`, this.found))
      this.fault('must be a list')
      return []
    }
    const list = Array.isArray(this.value) ? this.value : [this.value]
    return list.map((item, position) => new Place(item, `${this.at}[${position + 1}]`, this.found))
  }

  get present(): boolean {
    return this.value !== undefined && this.value !== null && this.value !== ''
  }

  /** Text that must be there. */
  text(): string | undefined {
    if (!this.present) {
      this.fault('is required and is missing')
      return undefined
    }
    return this.textIfPresent()
  }

  /** Text if the sender gave any; of the wrong type, or that no register could hold, is a fault. */
  textIfPresent(): string | undefined {
    if (!this.present) return undefined
    if (typeof this.value === 'number') return String(this.value)
    if (typeof this.value === 'string' && isStorable(this.value)) return this.value.trim()
    this.fault(typeof this.value === 'string' ? 'holds a NUL or half of a character' : 'must be text')
    return undefined
  }

  /** Text that a receiver expects: its absence, or its being sent as null, is noted and is no fault. */
  said(): string | undefined {
    const empty = this.value === null || this.value === ''
    if (this.value === undefined || empty) {
      this.found.notes.push({ at: this.at, state: empty ? 'null' : 'absent' })
      return undefined
    }
    return this.textIfPresent()
  }

  /** A date, `YYYY-MM-DD` with or without a time behind it, or `DD/MM/YYYY`; given back as `YYYY-MM-DD`. */
  day(): string | undefined {
    const text = this.textIfPresent()
    if (text === undefined) return undefined
    const day = isoDay(text)
    if (day === undefined) this.fault(`"${text}" is not a date; write YYYY-MM-DD or DD/MM/YYYY`)
    return day
  }

  /** A moment with its zone, RFC 3339, that must be there. */
  moment(): string | undefined {
    const text = this.text()
    if (text === undefined || parseInstant(text) !== undefined) return text
    this.fault(`"${text}" is not a time with its zone`)
    return undefined
  }

  /** One of the words that the sender may use, as what it means here; undefined when nothing is said. */
  oneOfIfPresent<T>(words: Readonly<Record<string, T>>): T | undefined {
    const text = this.textIfPresent()
    if (text === undefined) return undefined
    if (Object.hasOwn(words, text)) return words[text]
    this.fault(`"${text.slice(0, QUOTED_CHARS_MAX)}" is none of ${Object.keys(words).join(', ')}`)
    return undefined
  }

  /** One of the words, which must be there. */
  oneOf<T>(words: Readonly<Record<string, T>>): T | undefined {
    return this.text() === undefined ? undefined : this.oneOfIfPresent(words)
  }

  fault(says: string): void {
    this.found.faults.push({
      code: 'HUB_EDGE_NATIVE_INVALID',
      at: this.at === '' ? '/' : this.at,
      says: `${this.name} ${says}.`,
    })
  }

  private get name(): string {
    return this.at.slice(this.at.lastIndexOf('/') + 1) || 'The document'
  }
}

/** Reads the two ways that courts and most others write a date; undefined for anything else, 30 February included. */
export function isoDay(text: string): string | undefined {
  const british = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text.trim())
  const iso = british ? `${british[3]}-${british[2]}-${british[1]}` : text.trim().slice(0, 10)
  const rest = british ? '' : text.trim().slice(10)
  if (rest !== '' && !rest.startsWith('T')) return undefined
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && instantOf(iso) !== undefined ? iso : undefined
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
