import type { Clock, Rung } from './catalogue.js'
import { readFactPattern, readPatternsAt } from './fact-patterns.js'
import type { ClockLine, Rule } from './obligation-file.js'
import { isNamedByFact } from './reference.js'
import { type Shape, shapeAt } from './shape.js'
import type { Path } from './source.js'

export function readClock(rule: Rule, line: ClockLine, index: number): Clock[] {
  const { due, warn, evidence, of } = line
  const { bench, source } = rule
  const path = ['clocks', index, 'due']
  const [text = '', where] = due.split(/\s+where\s+/)
  const phrase = bench.phrase(source, path, text)
  const warning = warn === undefined ? undefined : bench.phrase(source, ['clocks', index, 'warn'], warn)
  if (warning && warning.anchor.at !== 'due')
    bench.fault(
      source,
      ['clocks', index, 'warn'],
      'PHRASE',
      `A warning is given before the deadline: write it as \`1 day before due\`.`,
    )
  if (phrase === undefined) return []
  const { anchor } = phrase
  if (anchor.at === 'due' || anchor.at === 'breach')
    bench.fault(
      source,
      path,
      'PHRASE',
      `A deadline cannot count from ${anchor.at} itself: count from opening, an event, or a date in data.`,
    )
  if (anchor.at === 'data') checkDate(rule, path, anchor.path)
  const after =
    anchor.at === 'event'
      ? readFactPattern(
          rule,
          path,
          where === undefined ? anchor.type : `${anchor.type} where ${where}`,
          false,
        )[0]
      : undefined
  const own = ownOf(rule, line, index)
  return [
    {
      due: phrase,
      ...(of === undefined ? {} : { of }),
      ...(after ? { after } : {}),
      ...(warning ? { warn: warning } : {}),
      ...own,
      evidence,
    },
  ]
}

/** What a clock alone waits for, and for which openings it runs. */
function ownOf(rule: Rule, line: ClockLine, index: number): Pick<Clock, 'expects' | 'precededBy' | 'onlyIf'> {
  const { bench, source, openings } = rule
  const at = (part: string) => ['clocks', index, part]
  const expects = readPatternsAt(rule, at('expects'), line.expects)
  const [precededBy] = readPatternsAt(rule, at('precededBy'), line.precededBy)
  if ((line.expects ?? line.precededBy) !== undefined && line.of === undefined) {
    const says =
      'A clock that waits for something of its own says what, since the gap will name it: add `of`.'
    bench.fault(source, ['clocks', index], 'FIELD', says)
  }
  const onlyIf =
    line.onlyIf === undefined
      ? undefined
      : bench.condition(source, at('onlyIf'), line.onlyIf, [bench.scopeOf(openings)])
  return { expects, ...(precededBy ? { precededBy } : {}), ...(onlyIf ? { onlyIf } : {}) }
}

function checkDate(rule: Rule, path: Path, field: string): void {
  for (const event of rule.openings) {
    const member = shapeAt(event.schema as Shape, field.split('.').slice(1))
    const isDate = member.found && (member.shape.type === 'string' || member.shape.type === undefined)
    if (!isDate)
      rule.bench.fault(
        rule.source,
        path,
        'FIELD',
        `${event.name} opens the rule and has no date ${field} to count from: name one that every opening has.`,
      )
  }
}

export function readRung(rule: Rule, when: string, roles: readonly string[]): Rung[] {
  const { bench, source } = rule
  const path = ['ladder', when]
  const phrase = bench.phrase(source, path, when)
  checkRoles(rule, path, roles)
  if (phrase && phrase.anchor.at !== 'breach')
    bench.fault(
      source,
      path,
      'PHRASE',
      `A rung counts from the breach: write \`at breach\` or \`after 10 working days\`.`,
    )
  return phrase ? [{ when: phrase, roles }] : []
}

/** Whoever is to be told must be somebody. */
export function checkRoles({ bench, source }: Rule, path: Path, roles: readonly string[]): void {
  for (const role of roles) {
    if (!bench.roles.has(role))
      bench.fault(
        source,
        path,
        'REFERENCE',
        `There is no role ${role} in reference/roles.yaml: add it, or name another.`,
      )
    else if (bench.unitsOf({ role }).length === 0 && !isNamedByFact(bench, role))
      bench.fault(
        source,
        path,
        'REFERENCE',
        `No unit bears the role ${role}, so nobody would be told: give it to a unit, or name another role.`,
      )
  }
}
