import type { Fault } from '#core/kernel'

/** What a clock counts in. A week is seven calendar days, a year twelve calendar months. */
export type Unit = 'calendar days' | 'working days' | 'weeks' | 'months' | 'years' | 'hours' | 'minutes'

/**
 * The moment that a clock counts from. `opening` is the fact that opened the obligation, `event` the latest fact
 * of that type, `data` a date in the opening's payload; `due` and `breach` are the gap's own (warnings, ladders).
 */
export type Anchor =
  | { at: 'opening' }
  | { at: 'due' }
  | { at: 'breach' }
  | { at: 'event'; type: string }
  | { at: 'data'; path: string }

/** The ends of spans that a clock may name. */
export type Span = 'day' | 'next calendar day' | 'month' | 'quarter'

/** A deadline of a contract, read. The grammar is closed: these five shapes and no others. */
export type ClockPhrase =
  | { kind: 'after'; count: number; unit: Unit; anchor: Anchor }
  | { kind: 'beginning with'; count: number; anchor: Anchor }
  | { kind: 'before'; count: number; unit: Unit; anchor: Anchor }
  | { kind: 'at'; anchor: Anchor }
  | { kind: 'end of'; span: Span; anchor: Anchor }

export type ParsedPhrase = { ok: true; phrase: ClockPhrase } | { ok: false; fault: Fault }

export interface Duration {
  count: number
  unit: Unit
}

export type ParsedDuration = { ok: true; duration: Duration } | { ok: false; fault: Fault }

/** No rule of the seeds counts further than eight years of days; a longer count is a slip of the pen. */
const COUNT_MAX = 9_999

const COUNTED = '(\\d{1,4}) (calendar days?|working days?|weeks?|months?|years?|hours?|minutes?|days?)'
const AFTER = new RegExp(`^${COUNTED} after (\\S+)$`)
const BEFORE = new RegExp(`^${COUNTED} before (\\S+)$`)
const BEGINNING_WITH = /^(\d{1,4}) days? beginning with (\S+)$/
const AT = /^at (\S+)$/
const END_OF = /^end of (?:the )?(?:(day|month|quarter)(?: of (\S+))?|(next calendar day)(?: after (\S+))?)$/
const AFTER_BREACH = new RegExp(`^after ${COUNTED}$`)
const DURATION = new RegExp(`^${COUNTED}$`)
const EVENT_TYPE = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*){2,}$/
const DATA_PATH = /^data(\.[A-Za-z][A-Za-z0-9]*)+$/

/**
 * Reads a clock as the contracts write it: a deadline (`7 calendar days after pnc.order-copy.received`), a warning
 * (`1 day before due`), a rung (`at breach`, `after 10 working days`), or a limit (`until 10 calendar days after
 * data.madeOn`). A bare `days` is refused where calendar and working days differ, except before `due`.
 * Anything else is a fault HUB_CALENDAR_PHRASE that lists what is understood.
 */
export function parsePhrase(text: string): ParsedPhrase {
  const words = text.trim().replace(/\s+/g, ' ')
  const phrase = readPhrase(words.replace(/^until /, ''))
  return typeof phrase === 'string' ? { ok: false, fault: misread(text, phrase) } : { ok: true, phrase }
}

/** Reads a length of time: `45 minutes`, `35 calendar days`, `10 years`. Anything else is a fault HUB_CALENDAR_PHRASE. */
export function parseDuration(text: string): ParsedDuration {
  const match = DURATION.exec(text.trim().replace(/\s+/g, ' '))
  const counted = match ? readCount(match[1], match[2], false) : 'A length of time is a number and a unit.'
  if (typeof counted === 'string') return { ok: false, fault: misread(text, counted) }
  return { ok: true, duration: counted }
}

/** The phrase as a contract writes it; `parsePhrase` reads it back to an equal one. */
export function printPhrase(phrase: ClockPhrase): string {
  const anchor = printAnchor(phrase.anchor)
  switch (phrase.kind) {
    case 'after':
      return phrase.anchor.at === 'breach'
        ? `after ${printCount(phrase)}`
        : `${printCount(phrase)} after ${anchor}`
    case 'before':
      return `${printCount(phrase)} before ${anchor}`
    case 'beginning with':
      return `${phrase.count} ${phrase.count === 1 ? 'day' : 'days'} beginning with ${anchor}`
    case 'at':
      return `at ${anchor}`
    case 'end of':
      return printEnd(phrase.span, anchor)
  }
}

function printEnd(span: Span, anchor: string): string {
  if (anchor === 'opening') return `end of the ${span}`
  return `end of the ${span} ${span === 'next calendar day' ? 'after' : 'of'} ${anchor}`
}

/** `1 month`, `3 working days`. */
export function printCount({ count, unit }: Duration): string {
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`
}

/** A phrase, or the sentence that says why it is none. */
function readPhrase(words: string): ClockPhrase | string {
  const after = AFTER.exec(words)
  if (after) return counted('after', after[1], after[2], after[3])
  const before = BEFORE.exec(words)
  if (before) return counted('before', before[1], before[2], before[3])
  const beginning = BEGINNING_WITH.exec(words)
  if (beginning) return beginningWith(beginning[1], beginning[2])
  const rung = AFTER_BREACH.exec(words)
  if (rung) return counted('after', rung[1], rung[2], 'breach')
  const at = AT.exec(words)
  if (at) return anchored(at[1], (anchor) => ({ kind: 'at', anchor }))
  const end = END_OF.exec(words)
  if (end) return endOf((end[1] ?? end[3]) as Span, end[2] ?? end[4] ?? 'opening')
  if (DURATION.test(words)) return 'A length of time alone is no deadline: say after what.'
  return 'It is none of the phrases.'
}

function counted(
  kind: 'after' | 'before',
  count: string | undefined,
  unit: string | undefined,
  anchor: string | undefined,
): ClockPhrase | string {
  const read = readCount(count, unit, anchor === 'due')
  return typeof read === 'string' ? read : anchored(anchor, (from) => ({ kind, ...read, anchor: from }))
}

function beginningWith(count: string | undefined, anchor: string | undefined): ClockPhrase | string {
  const read = readCount(count, 'calendar days', false)
  if (typeof read === 'string') return read
  return anchored(anchor, (from) => ({ kind: 'beginning with', count: read.count, anchor: from }))
}

function endOf(span: Span, anchor: string): ClockPhrase | string {
  return anchored(anchor, (from) => ({ kind: 'end of', span, anchor: from }))
}

function readCount(
  digits: string | undefined,
  unit: string | undefined,
  bareDays: boolean,
): Duration | string {
  const count = Number(digits)
  if (count < 1 || count > COUNT_MAX)
    return `The count is 1 to ${COUNT_MAX}; for no time at all write \`at\`.`
  const plural = unit?.endsWith('s') ? unit : `${unit}s`
  if (plural !== 'days') return { count, unit: plural as Unit }
  return bareDays
    ? { count, unit: 'calendar days' }
    : 'Say whether the days are `calendar days` or `working days`.'
}

function anchored(word: string | undefined, build: (anchor: Anchor) => ClockPhrase): ClockPhrase | string {
  if (word === 'opening' || word === 'due' || word === 'breach') return build({ at: word })
  if (word !== undefined && DATA_PATH.test(word)) return build({ at: 'data', path: word })
  if (word !== undefined && EVENT_TYPE.test(word)) return build({ at: 'event', type: word })
  return `\`${word}\` is neither \`opening\`, nor a type of event, nor a path into data such as \`data.releaseDate\`.`
}

function printAnchor(anchor: Anchor): string {
  return anchor.at === 'event' ? anchor.type : anchor.at === 'data' ? anchor.path : anchor.at
}

function misread(text: string, why: string): Fault {
  return {
    code: 'HUB_CALENDAR_PHRASE',
    says:
      `"${text}" is not understood as a time. ${why} Understood are: N calendar days|working days|weeks|months|years|` +
      'hours|minutes after X; N days beginning with X; N <unit> before X; at X; end of the day|month|quarter [of X]; ' +
      'end of the next calendar day [after X]; where X is opening, a type of event or a path into data; for warnings N days before ' +
      'due; for ladders at breach, or after N <unit>; for lengths of time N <unit>.',
  }
}
