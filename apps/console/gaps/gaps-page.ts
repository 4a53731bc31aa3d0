import { type Catalogue, SEVERITIES } from '#core/catalogue'
import type { ToldGap } from '#platform/published'
import type { Sight } from '../layout/sight.js'
import type { GapsQuery } from './gaps-query.js'

interface Choice {
  value: string
  text: string
  selected: boolean
}

/** The list of gaps with its filters, as the template wants it. */
export function gapsPage(
  query: GapsQuery,
  { gaps, next }: { gaps: readonly (ToldGap & { about: string })[]; next: string | null },
  sight: Sight,
  catalogue: Catalogue,
): { title: string } & Record<string, unknown> {
  const rules = [...new Set(catalogue.obligations.map(({ obligation }) => obligation))].sort()
  const choices = (
    values: readonly [string, string][],
    chosen: string | undefined,
    any?: string,
  ): Choice[] => [
    ...(any === undefined ? [] : [{ value: '', text: any, selected: chosen === undefined }]),
    ...values.map(([value, text]) => ({ value, text, selected: value === chosen })),
  ]
  return {
    title: TITLES[query.state],
    gaps,
    states: choices(STATES, query.state),
    rules: choices(
      rules.map((rule) => [rule, rule]),
      query.rule,
      'All rules',
    ),
    severities: choices(SEVERITY_CHOICES, query.severity, 'All'),
    units: sight.whose === 'all' ? [] : choices(unitsToldOfGaps(catalogue), query.unit, 'Any unit'),
    isFirst: query.cursor === undefined,
    firstHref: hrefOf(query, undefined),
    nextHref: next === null ? null : hrefOf(query, next),
  }
}

const TITLES = { open: 'Open gaps', closed: 'Closed gaps', all: 'All gaps' } as const
const STATES: [string, string][] = [
  ['open', 'Open'],
  ['closed', 'Closed'],
  ['all', 'All'],
]
const SEVERITY_CHOICES = SEVERITIES.map((each): [string, string] => [
  each,
  `${each[0]!.toUpperCase()}${each.slice(1)}`,
])

/** Units of roles that some ladder names. */
function unitsToldOfGaps({ obligations, units }: Catalogue): [string, string][] {
  const roles = new Set(obligations.flatMap(({ ladder }) => ladder.flatMap((rung) => rung.roles)))
  return [...units.values()]
    .filter(({ role }) => roles.has(role))
    .map(({ unit, name }): [string, string] => [unit, name])
    .sort(([, one], [, other]) => (one < other ? -1 : 1))
}

function hrefOf(query: GapsQuery, cursor: string | undefined): string {
  const parameters = new URLSearchParams({ state: query.state })
  for (const name of ['rule', 'severity', 'unit'] as const) {
    const value = query[name]
    if (value !== undefined) parameters.set(name, value)
  }
  if (cursor !== undefined) parameters.set('cursor', cursor)
  return `/gaps?${parameters.toString()}`
}
