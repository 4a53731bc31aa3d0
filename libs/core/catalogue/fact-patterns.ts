import { namespaceOf } from '#core/messages'
import type { EventContract, FactPattern } from './catalogue.js'
import type { ScopeShape } from './cel-types.js'
import type { Rule } from './obligation-file.js'
import { listOf, readPattern } from './phrases.js'
import { type Shape, shapeAt } from './shape.js'
import type { Path } from './source.js'

/** The namespace whose facts carry the handle of their case as subject, so they need not declare it. */
const HUB = 'hub'

export function readPatterns(
  rule: Rule,
  part: string,
  texts: string | readonly string[] | undefined,
): FactPattern[] {
  return readPatternsAt(rule, [part], texts, part === 'opens')
}

export function readPatternsAt(
  rule: Rule,
  path: Path,
  texts: string | readonly string[] | undefined,
  opens = false,
): FactPattern[] {
  return listOf(texts).flatMap((text, index) =>
    readFactPattern(rule, Array.isArray(texts) ? [...path, index] : path, text, opens),
  )
}

export function readFactPattern(rule: Rule, path: Path, text: string, opens: boolean): FactPattern[] {
  const { bench, source } = rule
  const line = readPattern(text)
  const events = bench.versionsOf(line.type, line.version)
  if (events.length === 0) {
    if (!bench.isDeclared(line.type))
      bench.fault(
        source,
        path,
        'REFERENCE',
        `There is no event ${line.type}: declare it in events/, or name another.`,
      )
    return []
  }
  if (line.every !== undefined) bench.selector(source, path, { role: line.every })
  for (const event of events) checkHandle(rule, path, event)
  const extras = opens ? { unit: true } : { opening: rule.openings, unit: true }
  const scopes: ScopeShape[] = events.map((event) => bench.scopeOf([event], extras))
  const where = line.where === undefined ? undefined : bench.condition(source, path, line.where, scopes)
  if (line.where !== undefined && where === undefined) return []
  return [
    {
      type: line.type,
      ...(line.every === undefined ? {} : { every: line.every }),
      ...(where ? { where } : {}),
    },
  ]
}

/** A rule that is one per order can only hear of facts that say which order. */
function checkHandle(rule: Rule, path: Path, event: EventContract): void {
  const { bench, source, file } = rule
  for (const key of listOf(file.onePer)) {
    if (key === 'person' && event.about !== 'person' && namespaceOf(event.type) !== HUB)
      bench.fault(
        source,
        path,
        'FIELD',
        `${file.obligation} is one per person, and ${event.name} is about nobody: mend onePer, or name another event.`,
      )
    if (!bench.identifiers.has(key) || event.handles.has(key) || namespaceOf(event.type) === HUB) continue
    if (file.match === 'person' && path[0] === 'precededBy') continue
    bench.fault(
      source,
      path,
      'FIELD',
      `${file.obligation} is one per ${key}, and ${event.name} does not say which: declare the handle ${key} in that event.`,
    )
  }
}

export function checkKey(rule: Rule, path: Path, key: string): void {
  const { bench, source } = rule
  if (key === 'person' || key === 'unit' || bench.identifiers.has(key)) return
  if (!key.startsWith('data.')) {
    bench.fault(
      source,
      path,
      'REFERENCE',
      `${key} is neither person, unit, a handle of reference/identifiers.yaml, nor a path such as data.courtCode: mend onePer.`,
    )
    return
  }
  for (const event of rule.openings)
    if (!shapeAt(event.schema as Shape, key.split('.').slice(1)).found)
      bench.fault(
        source,
        path,
        'FIELD',
        `${event.name} has no ${key}, and it opens the rule: name a path that every opening has.`,
      )
}
