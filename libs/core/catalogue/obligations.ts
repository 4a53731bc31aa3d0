import { durationMs, parseDuration } from '#core/calendar'
import type { Listed, Obligation } from './catalogue.js'
import type { Expression } from './condition.js'
import { checkRoles, readClock, readRung } from './deadlines.js'
import { checkKey, readPatterns, readPatternsAt } from './fact-patterns.js'
import { type ObligationFile, readVersion, type Rule } from './obligation-file.js'
import { listOf, readPattern } from './phrases.js'
import { type Shape, shapeAt } from './shape.js'
import type { Path, Source } from './source.js'
import type { Workbench } from './workbench.js'

/** Reads `obligations/`: what must follow, or must have come before. */
export function readObligations(bench: Workbench): readonly Obligation[] {
  const sources = bench.files.of('obligation')
  for (const source of sources) bench.obligations.add((source.value as ObligationFile).obligation)
  const read = new Set<string>()
  return sources.map((source) => {
    const obligation = readObligation(ruleOf(bench, source))
    const name = `${obligation.obligation}@${obligation.version}`
    if (read.has(name))
      bench.fault(source, ['obligation'], 'DUPLICATE', `${name} is declared in another file too: keep one.`)
    read.add(name)
    return obligation
  })
}

function ruleOf(bench: Workbench, source: Source): Rule {
  const file = source.value as ObligationFile
  const versions = listOf(file.opens).map((text) => bench.versionsOf(readPattern(text).type))
  const isWhole = versions.every((known) => known.length > 0)
  return { bench, source, file, openings: versions.flat(), isWhole }
}

function readObligation(rule: Rule): Obligation {
  const { bench, source, file } = rule
  const { obligation, says, severity, source: origin } = file
  const version = readVersion(bench, source, obligation)
  const [precededBy] = readPatterns(rule, 'precededBy', file.precededBy)
  const each =
    file.each === undefined
      ? undefined
      : bench.expression(source, ['each'], file.each, [bench.scopeOf(rule.openings)])
  const pausedWhile =
    file.pausedWhile === undefined
      ? undefined
      : bench.condition(source, ['pausedWhile'], file.pausedWhile, [bench.scopeOf(rule.openings)])
  const onePer = listOf(file.onePer)
  for (const [index, key] of onePer.entries()) checkKey(rule, ['onePer', index], key)
  const eachClockHasItsOwn = file.clocks.every((clock) => clock.expects ?? clock.precededBy)
  if (file.expects === undefined && file.precededBy === undefined && !eachClockHasItsOwn)
    bench.fault(
      source,
      ['obligation'],
      'FIELD',
      `${obligation} says neither what it expects nor what must have come before: add expects or precededBy.`,
    )
  return {
    ...{ obligation, version, says, severity, source: origin, onePer },
    kind: file.kind ?? (looksBack(file) ? 'sequence' : 'follow-up'),
    inForce:
      file.inForce === undefined
        ? { fromAt: 0, untilAt: null }
        : bench.period(source, ['inForce'], file.inForce),
    ...(each ? { each } : {}),
    opens: readPatterns(rule, 'opens', file.opens),
    restarts:
      file.restarts ??
      (each || onePer.some((by) => by === 'person' || by === 'unit') ? 'when ended' : 'never'),
    expects: readPatterns(rule, 'expects', file.expects),
    ...(precededBy ? { precededBy } : {}),
    ...(file.match === undefined ? {} : { match: file.match }),
    ...(file.within === undefined ? {} : { withinMs: lengthMs(rule, ['within'], file.within) }),
    conflicts: readPatterns(rule, 'conflicts', file.conflicts),
    reopens: readPatterns(rule, 'reopens', file.reopens),
    cancels: readPatterns(rule, 'cancels', file.cancels),
    ...putRight(rule),
    ...(pausedWhile ? { pausedWhile } : {}),
    waitMs: file.wait === undefined ? 0 : lengthMs(rule, ['wait'], file.wait),
    clocks: file.clocks.flatMap((clock, index) => readClock(rule, clock, index)),
    ladder: Object.entries(file.ladder).flatMap(([when, roles]) => readRung(rule, when, roles)),
    ...carried(rule),
    ...(file.listed === undefined ? {} : { listed: listed(rule, file.listed) }),
    file: source.file,
  }
}

function looksBack({ precededBy, clocks }: ObligationFile): boolean {
  return precededBy !== undefined || clocks.some((clock) => clock.precededBy !== undefined)
}

/** Fields of the opening, and those that are worked out of it: `prison from unit.code`. */
function carried(rule: Rule): Pick<Obligation, 'carries' | 'carriedFrom'> {
  const { bench, source, file } = rule
  const carriedFrom = new Map<string, Expression>()
  const carries = (file.carries ?? []).map((line, index) => {
    const [field = '', text] = line.split(/ from (.+)/)
    if (text === undefined) checkCarried(rule, field, index)
    else {
      const from = bench.expression(source, ['carries', index], text, [
        bench.scopeOf(rule.openings, { unit: true }),
      ])
      if (from) carriedFrom.set(field, from)
    }
    return field
  })
  return carriedFrom.size === 0 ? { carries } : { carries, carriedFrom }
}

function checkCarried({ bench, source, openings, isWhole }: Rule, field: string, index: number): void {
  const found = openings.some((event) => {
    const direct = shapeAt(event.schema as Shape, field.split('.')).found
    return direct || shapeAt(event.schema as Shape, ['details', ...field.split('.')]).found
  })
  if (found || !isWhole) return
  const says = `No event that opens the rule has ${field}: take it out, or name another field.`
  bench.fault(source, ['carries', index], 'FIELD', says)
}

function listed(rule: Rule, line: { daily: string; for: string[] }): Listed {
  checkRoles(rule, ['listed', 'for'], line.for)
  const [hours = 0, minutes = 0] = line.daily.replace('at ', '').split(':').map(Number)
  return { minuteOfDay: hours * 60 + minutes, roles: line.for }
}

function putRight(rule: Rule): Pick<Obligation, 'putRight'> {
  const { bench, source, file } = rule
  if (file.putRight === undefined) return {}
  if (file.cancels === undefined)
    bench.fault(
      source,
      ['putRight'],
      'FIELD',
      `Nothing cancels ${file.obligation}, so nothing can be put right: add cancels, or take putRight out.`,
    )
  const [by] = readPatternsAt(rule, ['putRight', 'by'], file.putRight.by)
  const withinMs = lengthMs(rule, ['putRight', 'within'], file.putRight.within)
  return by ? { putRight: { by, withinMs } } : {}
}

function lengthMs({ bench, source }: Rule, path: Path, text: string): number {
  const parsed = parseDuration(text)
  if (parsed.ok) return durationMs(parsed.duration)
  bench.fault(source, path, 'PHRASE', parsed.fault.says)
  return 0
}
