import { londonDay, printCount, printPhrase } from '#core/calendar'
import type {
  Agreement,
  Catalogue,
  EventContract,
  FactPattern,
  Obligation,
  ProfileEffect,
  Share,
  UnitSelector,
} from '#core/catalogue'
import { anchorOf, bullets, code, list, table } from './markdown.js'

/** One event: what it says, who may hear it with which fields, and what follows from it. */
export function eventChapter(catalogue: Catalogue, event: EventContract): string {
  const parts = [
    `### ${event.name}`,
    event.means,
    `${saidBy(catalogue, event)} It is ${event.about === 'person' ? 'about one person' : 'about nobody'} and marked ${event.marking}.${handles(event)}${stands(event)}`,
    `**What it says**\n\n${fields(catalogue, event)}`,
    `**Who may hear it**\n\n${hearers(catalogue, event)}`,
    consequences(catalogue, event),
    effects(event),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function saidBy({ units }: Catalogue, { publishers }: EventContract): string {
  const counted = publishers.map((role) => {
    const bearers = [...units.values()].filter((unit) => unit.role === role)
    return bearers.length === 1
      ? (bearers[0]?.name ?? role)
      : `any of ${bearers.length} units with the role ${role}`
  })
  return `Said by ${counted.join(', or ')}.`
}

function handles(event: EventContract): string {
  const named = [...event.handles].map(([scheme, parts]) => `${scheme} (from ${list(parts)})`)
  return named.length === 0 ? '' : ` It names one ${list(named)}.`
}

function stands({ stands: standing }: EventContract): string {
  if (standing?.atMost.kind !== 'after') return ''
  const bound = printCount(standing.atMost)
  const until = standing.until ? `by the end of ${code(standing.until.text)}, and ` : ''
  return ` Who becomes responsible ${until}within ${bound} is told of it too.`
}

function fields({ vocabulary }: Catalogue, event: EventContract): string {
  const rows = [...event.fields.values()].map(({ field, type, set, optional }) => [
    code(field),
    vocabulary?.get(type)?.says ?? type,
    set,
    optional ? 'may be absent' : '',
  ])
  return table(['Field', 'What it is', 'Set', ''], rows)
}

function hearers(catalogue: Catalogue, event: EventContract): string {
  const given = catalogue.agreements.flatMap((agreement) =>
    agreement.shares.filter((share) => share.event === event.name).map((share) => ({ agreement, share })),
  )
  if (given.length === 0) return 'Nobody: no agreement gives it. The hub uses it to see what is missing.'
  const rows = given.map(({ agreement, share }) => [
    list(agreement.receives.map((selector) => named(catalogue, selector))),
    `${agreement.purpose}, under ${agreement.agreement} (${agreement.registry}; ${list(agreement.lawfulBasis)})`,
    inForce(agreement),
    share.where === undefined ? 'all' : `only where ${code(share.where.text)}`,
    share.fields.length === 0 ? 'only that it happened' : list(share.fields.map(code)),
    list(withheld(event, share).map(code)) || 'nothing',
  ])
  return table(['Who', 'For what', 'In force', 'Which of them', 'With these fields', 'Withheld'], rows)
}

function named({ units }: Catalogue, selector: UnitSelector): string {
  if ('unit' in selector) return units.get(selector.unit)?.name ?? selector.unit
  const bearers = [...units.values()].filter(({ role }) => role === selector.role)
  return bearers.length === 1
    ? (bearers[0]?.name ?? selector.role)
    : `every ${selector.role} (${bearers.length} units)`
}

function inForce({ inForce: { fromAt, untilAt }, reviewBy }: Agreement): string {
  const until = untilAt === null ? '' : ` until ${londonDay(untilAt)}`
  return `from ${londonDay(fromAt)}${until}, review by ${reviewBy}`
}

function withheld({ fields: all }: EventContract, { fields: given }: Share): string[] {
  const names = [...all.keys()]
  return names.filter((field) => !given.some((name) => name === field || name.startsWith(`${field}.`)))
}

/** Which rules the event opens, meets, ends or times, in the order of the rules. */
function consequences({ obligations, comparisons }: Catalogue, { type }: EventContract): string {
  const lines = obligations.flatMap((rule) =>
    roleIn(rule, type).map((verb) => `${verb} ${linkTo(rule)}: ${rule.says}`),
  )
  const compared = comparisons
    .filter(({ sides }) => sides.some((side) => side.type === type))
    .map(
      ({ comparison, says }) =>
        `Its register is compared in [${comparison}](#${anchorOf(comparison)}): ${says}`,
    )
  const all = [...lines, ...compared]
  return all.length === 0 ? '' : `**What must follow**\n\n${bullets(all)}`
}

function precedingOf({ precededBy, clocks }: Obligation): FactPattern[] {
  return [precededBy, ...clocks.map((clock) => clock.precededBy)].filter((pattern) => pattern !== undefined)
}

function roleIn(rule: Obligation, type: string): string[] {
  const parts: readonly [string, readonly FactPattern[]][] = [
    ['Opens', rule.opens],
    ['Meets', [...rule.expects, ...rule.clocks.flatMap(({ expects }) => expects)]],
    ['Must have come before, by', precedingOf(rule)],
    ['Contradicts', rule.conflicts],
    ['Reopens', rule.reopens],
    ['Ends', rule.cancels],
    ['Takes back a mistaken end of', rule.putRight ? [rule.putRight.by] : []],
    ['Starts a clock of', rule.clocks.flatMap(({ after }) => (after ? [after] : []))],
  ]
  return parts.flatMap(([verb, patterns]) =>
    patterns
      .filter((pattern) => pattern.type === type)
      .map(({ where }) => (where === undefined ? verb : `Where ${code(where.text)}, ${verb.toLowerCase()}`)),
  )
}

function linkTo({ obligation }: Obligation): string {
  return `[${obligation}](#${anchorOf(obligation)})`
}

function effects({ sets }: EventContract): string {
  return sets.length === 0
    ? ''
    : `**What the hub remembers of the person**\n\n${bullets(sets.map(effectLine))}`
}

function effectLine({ field, op, value, from, until, where }: ProfileEffect): string {
  const what = 'handle' in value ? `the ${value.handle}` : code(value.text)
  const verb = {
    set: `${code(field)} becomes ${what}`,
    add: `${code(field)} gains ${what}`,
    remove: `${code(field)} loses ${what}`,
  }[op]
  const timing = [from ? ` from ${code(from.text)}` : '', until ? ` until ${code(until.text)}` : '']
  return `${verb}${timing.join('')}${where ? `, where ${code(where.text)}` : ''}`
}

/** A deadline as the contract writes it. */
export function printedClock(rule: Obligation): string[] {
  return rule.clocks.map(({ due, warn, after, evidence, of, onlyIf, ...own }) => {
    const condition = after?.where === undefined ? '' : ` where ${code(after.where.text)}`
    const warned = warn ? `, with a warning ${printPhrase(warn)}` : ''
    const waitsFor = [...own.expects, ...(own.precededBy ? [own.precededBy] : [])].map(printedPattern)
    const what =
      of === undefined ? '' : `${of}${waitsFor.length === 0 ? '' : ` (${waitsFor.join(', or ')})`}: `
    const only = onlyIf === undefined ? '' : `, only if ${code(onlyIf.text)}`
    return `${what}due ${printPhrase(due)}${condition}${warned}${only} — ${evidence}`
  })
}

function printedPattern({ type, where }: FactPattern): string {
  return where === undefined ? code(type) : `${code(type)} where ${code(where.text)}`
}
