/** The compact lines of the contract language, taken apart. What the words mean is judged by whoever reads the contract. */

/** `one` or `[one, two]`, as a list. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly T[]) : [value as T]
}

export interface DataLine {
  type: string
  set: string
  optional: boolean
}

/** `prevention-order-type, M4, optional` */
export function readDataLine(text: string): DataLine {
  const [type = '', set = '', optional] = text.split(',').map((word) => word.trim())
  return { type, set, optional: optional === 'optional' }
}

export interface PatternLine {
  type: string
  version?: number
  /** `for every mappa-prison` */
  every?: string
  where?: string
}

/** `courts.prevention-order.varied where data.changeType == 'QUASHED'`, `hub.month.began for every mappa-prison` */
export function readPattern(text: string): PatternLine {
  const [head = '', where] = splitOnce(text.trim(), /\s+where\s+/)
  const [name = '', every] = splitOnce(head, /\s+for every\s+/)
  const [type = '', version] = name.split('@')
  return {
    type,
    ...(version === undefined ? {} : { version: Number(version) }),
    ...(every === undefined ? {} : { every }),
    ...(where === undefined ? {} : { where: where.trim() }),
  }
}

export interface EffectLine {
  op: 'set' | 'add' | 'remove'
  value: string
  from?: string
  until?: string
  when?: string
}

/** `add order from data.madeOn until data.endsOn when data.orderType == 'SOPO'` */
export function readEffect(text: string): EffectLine {
  const [op = '', rest = ''] = splitOnce(text.trim(), /\s+/)
  const parts: Record<string, string> = {}
  let word = 'value'
  for (const piece of wordsOutsideQuotes(rest)) {
    if ((piece === 'from' || piece === 'until' || piece === 'when') && parts[word] !== undefined) word = piece
    else parts[word] = parts[word] === undefined ? piece : `${parts[word]} ${piece}`
  }
  const { value = '', from, until, when } = parts
  return {
    op: op as EffectLine['op'],
    value,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(when === undefined ? {} : { when }),
  }
}

/** The words of a line; what stands in quotes stays one word with what it touches. */
function wordsOutsideQuotes(text: string): string[] {
  return text.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []
}

export type SelectorLine = { unit: string } | { role: string }

/** `police/pnc-bureau`, `every court` or `court` */
export function readSelector(text: string): SelectorLine {
  return text.includes('/') ? { unit: text.replace(/^every /, '') } : { role: text.replace(/^every /, '') }
}

/** `jigsaw.order.recorded from central-jigsaw` */
export function readSide(text: string): { type: string; version?: number; from: SelectorLine } {
  const [name = '', from = ''] = splitOnce(text.trim(), / from /)
  const { type, version } = readPattern(name)
  return { type, ...(version === undefined ? {} : { version }), from: readSelector(from) }
}

export type DifferenceLine =
  { kind: 'absent'; side: string } | { kind: 'differs'; field: string; side: string }

/** `absent from pnc`, `conditions differ at pnc` */
export function readDifference(text: string): DifferenceLine {
  const absent = /^absent from (\S+)$/.exec(text)
  if (absent) return { kind: 'absent', side: absent[1] ?? '' }
  const [field = '', , , side = ''] = text.split(' ')
  return { kind: 'differs', field, side }
}

/** `RR-02 at once, as a conflict`; undefined for `nothing, …` */
export function readConsequence(text: string): { obligation: string; asConflict: boolean } | undefined {
  const match = /^(RR-\d+[a-z]?) at once(, as a conflict)?$/.exec(text)
  return match ? { obligation: match[1] ?? '', asConflict: match[2] !== undefined } : undefined
}

/** `from 2004-05-01 until 2012-04-01` */
export function readPeriod(text: string): { from: string; until?: string } {
  const [, from = '', until] = /^from (\S+)(?: until (\S+))?$/.exec(text) ?? []
  return { from, ...(until === undefined ? {} : { until }) }
}

function splitOnce(text: string, separator: RegExp): [string, string?] {
  const match = separator.exec(text)
  return match ? [text.slice(0, match.index), text.slice(match.index + match[0].length)] : [text]
}
