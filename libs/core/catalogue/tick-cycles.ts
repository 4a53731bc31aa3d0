import type { FactPattern, Obligation } from './catalogue.js'
import type { Source } from './source.js'
import type { Workbench } from './workbench.js'

/** The facts that every rule's own gaps give rise to. */
const GAP_FACTS = 'hub.gap.'

/**
 * Refuses rules on `hub.gap.*` that fall due at once and feed each other: their facts would follow one another within
 * one tick without end (CORE §3, where sixteen rounds are a coded stop).
 */
export function checkCycles(bench: Workbench, obligations: readonly Obligation[]): void {
  const immediate = obligations.filter(
    (rule) => rule.opens.some(isGapFact) && rule.clocks.some(({ due }) => due.kind === 'at'),
  )
  const feeds = (from: Obligation): readonly Obligation[] =>
    immediate.filter((rule) =>
      rule.opens.some((pattern) => isGapFact(pattern) && mayConcern(pattern, from.obligation)),
    )
  const sources = new Map<string, Source>(bench.files.of('obligation').map((source) => [source.file, source]))
  for (const rule of immediate) {
    const cycle = pathBack(rule, feeds)
    const source = sources.get(rule.file)
    if (cycle === undefined || source === undefined) continue
    const route = cycle.map(({ obligation }) => obligation).join(' → ')
    const says = `${route} is a cycle of rules on gaps that fall due at once, and would never come to rest: give one of them time, or narrow its opening with data.rule == '…'.`
    bench.fault(source, ['opens'], 'CYCLE', says)
  }
}

function isGapFact({ type }: FactPattern): boolean {
  return type.startsWith(GAP_FACTS)
}

/** Whether a gap of `rule` may match. Without a condition on `data.rule` any may. */
function mayConcern({ where }: FactPattern, rule: string): boolean {
  const text = where?.text ?? ''
  const named = [...text.matchAll(/data\.rule\s*(==|in)\s*(\[[^\]]*\]|'[^']*'|"[^"]*")/g)]
  return (
    named.length === 0 ||
    text.includes('||') ||
    named.some(([, , values = '']) => /\w/.test(values) && quoted(values).includes(rule))
  )
}

function quoted(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double ?? '')
}

/** The shortest way from a rule back to itself, both ends named. */
function pathBack(
  start: Obligation,
  feeds: (from: Obligation) => readonly Obligation[],
): readonly Obligation[] | undefined {
  const seen = new Set<string>()
  let paths: Obligation[][] = [[start]]
  while (paths.length > 0) {
    const next: Obligation[][] = []
    for (const path of paths)
      for (const rule of feeds(path.at(-1) ?? start)) {
        if (rule === start) return [...path, rule]
        if (seen.has(rule.obligation)) continue
        seen.add(rule.obligation)
        next.push([...path, rule])
      }
    paths = next
  }
  return undefined
}
