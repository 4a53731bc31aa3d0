import { londonDay, printPhrase } from '#core/calendar'
import type { Catalogue, Comparison, FactPattern, Measure, Obligation, UnitSelector } from '#core/catalogue'
import { printedClock } from './event-chapter.js'
import { bullets, code, list, table } from './markdown.js'

export function exclusionsChapter({ exclusions }: Catalogue): string {
  const rows = exclusions.map(({ exclusion, says, when, never, evidence }) => [
    exclusion,
    says,
    code(when.text),
    list(never.map(selected)),
    evidence,
  ])
  const intro = 'These win over every agreement.'
  return `## Who may never hear it\n\n${intro}\n\n${table(['Exclusion', 'Why', 'When', 'Who never hears', 'Evidence'], rows)}`
}

function selected(selector: UnitSelector): string {
  return 'unit' in selector ? selector.unit : `every ${selector.role}`
}

export function obligationsChapter({ obligations }: Catalogue): string {
  const rules = [...obligations].sort((a, b) => (a.obligation < b.obligation ? -1 : 1)).map(obligationSection)
  return [
    '## What must follow',
    'When it does not, a gap opens, and the roles named are told in turn.',
    ...rules,
  ].join('\n\n')
}

function obligationSection(rule: Obligation): string {
  const { fromAt, untilAt } = rule.inForce
  const period =
    fromAt === 0
      ? ''
      : ` In force from ${londonDay(fromAt)}${untilAt === null ? '' : ` until ${londonDay(untilAt)}`}.`
  const told = rule.ladder.map(({ when, roles }) => `${printPhrase(when)}: ${list(roles)}`)
  const facts = [
    `One case for each ${list(rule.onePer)}; severity ${rule.severity}.${period}`,
    said('Opens with', rule.opens),
    said('Is met by', rule.expects),
    said('Must have been preceded by', rule.precededBy ? [rule.precededBy] : []),
    said('Is contradicted by', rule.conflicts),
    said('Opens again with', rule.reopens),
    said('Ends with', rule.cancels),
    rule.putRight
      ? `${said('Goes on where that is put right by', [rule.putRight.by])}, within ${rule.putRight.withinMs / 60_000} minutes`
      : '',
    rule.pausedWhile ? `Its clocks stand still while ${code(rule.pausedWhile.text)}` : '',
    ...printedClock(rule).map((clock) => clock.charAt(0).toUpperCase() + clock.slice(1)),
    rule.listed ? `Stands on a list each day until it ends, for ${list(rule.listed.roles)}` : '',
    told.length === 0
      ? 'Nobody is told; the case stands on the list.'
      : `Told, counted from the breach: ${told.join('; ')}`,
    rule.carries.length === 0 ? '' : `The gap carries ${list(rule.carries.map(code))}`,
    `Source: ${rule.source}`,
  ]
  return `### ${rule.obligation}\n\n${rule.says}\n\n${bullets(facts.filter((fact) => fact !== ''))}`
}

function said(words: string, patterns: readonly FactPattern[]): string {
  if (patterns.length === 0) return ''
  const shown = patterns.map(({ type, every, where }) => {
    const each = every === undefined ? '' : ` for every ${every}`
    return `${code(type)}${each}${where === undefined ? '' : ` where ${code(where.text)}`}`
  })
  return `${words} ${shown.join(', or ')}`
}

export function comparisonsChapter({ comparisons }: Catalogue): string {
  return ['## What registers must agree on', ...comparisons.map(comparisonSection)].join('\n\n')
}

function comparisonSection(comparison: Comparison): string {
  const { sides, key, compares, covers, notYetDue, noLongerDue, source } = comparison
  const facts = [
    `Sides: ${sides.map(({ side, type, from }) => `${side} (${code(type)} from ${selected(from)})`).join(', ')}`,
    `Joined on the ${key}; compared are ${list(compares.map(code))}`,
    covers ? `Covers rows where ${code(covers.text)}` : '',
    ...sides.map(({ side, heldWhen }) =>
      heldWhen ? `${side} holds a row where ${code(heldWhen.text)}` : '',
    ),
    notYetDue ? `A row is not yet due until ${printPhrase(notYetDue.phrase)}` : '',
    noLongerDue ? `An absence means nothing any more after ${code(noLongerDue.text)}` : '',
    `Source: ${source}`,
  ]
  const rows = comparison.differences.map((difference) => {
    const { kind, side, field, means, opens } = difference
    const what = kind === 'absent' ? `absent from ${side}` : `${field ?? ''} differs at ${side}`
    const then =
      opens === undefined
        ? 'listed in the coverage statement'
        : `${opens.obligation} opens at once${opens.asConflict ? ', as a conflict' : ''}`
    return [what, means, then]
  })
  const differences = table(['Difference', 'Means', 'Then'], rows)
  return `### ${comparison.comparison}\n\n${comparison.says}\n\n${bullets(facts.filter((fact) => fact !== ''))}\n\n${differences}`
}

export function measuresChapter({ measures }: Catalogue): string {
  const line = ({ says, period, per, targets, source, evidence }: Measure): readonly string[] => [
    says,
    `every ${period}${per === undefined ? '' : `, for each ${per}`}`,
    list(targets),
    `${source} (${evidence})`,
  ]
  return `## What is counted\n\n${table(['Measure', 'Period', 'Target', 'Source'], measures.map(line))}`
}
