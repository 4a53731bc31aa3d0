import { durationMs, parseDuration } from '#core/calendar'
import type { Obligation } from './catalogue.js'
import { readClock, readRung } from './deadlines.js'
import { checkKey, readPatterns } from './fact-patterns.js'
import { type ObligationFile, readVersion, type Rule } from './obligation-file.js'
import { listOf, readPattern } from './phrases.js'
import { type Shape, shapeAt } from './shape.js'
import type { Source } from './source.js'
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
  const [expects] = readPatterns(rule, 'expects', file.expects)
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
  if (file.expects === undefined && file.precededBy === undefined)
    bench.fault(
      source,
      ['obligation'],
      'FIELD',
      `${obligation} says neither what it expects nor what must have come before: add expects or precededBy.`,
    )
  return {
    ...{ obligation, version, says, severity, source: origin, onePer },
    kind: file.kind ?? (file.precededBy === undefined ? 'follow-up' : 'sequence'),
    inForce:
      file.inForce === undefined
        ? { fromAt: 0, untilAt: null }
        : bench.period(source, ['inForce'], file.inForce),
    ...(each ? { each } : {}),
    opens: readPatterns(rule, 'opens', file.opens),
    ...(expects ? { expects } : {}),
    ...(precededBy ? { precededBy } : {}),
    ...(file.match === undefined ? {} : { match: file.match }),
    conflicts: readPatterns(rule, 'conflicts', file.conflicts),
    reopens: readPatterns(rule, 'reopens', file.reopens),
    cancels: readPatterns(rule, 'cancels', file.cancels),
    ...(pausedWhile ? { pausedWhile } : {}),
    waitMs: waitMs(rule),
    clocks: file.clocks.flatMap((clock, index) => readClock(rule, clock, index)),
    ladder: Object.entries(file.ladder).flatMap(([when, roles]) => readRung(rule, when, roles)),
    carries: carries(rule),
    file: source.file,
  }
}

function carries(rule: Rule): readonly string[] {
  const { bench, source, file } = rule
  for (const [index, field] of (file.carries ?? []).entries()) {
    const found = rule.openings.some((event) => {
      const direct = shapeAt(event.schema as Shape, field.split('.')).found
      return direct || shapeAt(event.schema as Shape, ['details', ...field.split('.')]).found
    })
    if (!found && rule.isWhole)
      bench.fault(
        source,
        ['carries', index],
        'FIELD',
        `No event that opens the rule has ${field}: take it out, or name another field.`,
      )
  }
  return file.carries ?? []
}

function waitMs(rule: Rule): number {
  if (rule.file.wait === undefined) return 0
  const parsed = parseDuration(rule.file.wait)
  if (parsed.ok) return durationMs(parsed.duration)
  rule.bench.fault(rule.source, ['wait'], 'PHRASE', parsed.fault.says)
  return 0
}
