import type { Catalogue, EventContract } from '#core/catalogue'
import { namespaceOf } from '#core/messages'
import { eventChapter } from './event-chapter.js'
import { anchorOf, code, list, table } from './markdown.js'
import {
  comparisonsChapter,
  exclusionsChapter,
  measuresChapter,
  obligationsChapter,
} from './rules-chapter.js'

const HEAD = `<!-- Generated from contracts/ by \`npm run contracts\`: change the contracts, not this page. -->

# What may be said, who may hear it, and what must follow

This page lists every fact that organisations may tell one another through Interlock. For each it says what the fact means, who
says it, who may hear it under which agreement and with which fields, and what must happen afterwards. What no agreement
gives is withheld. Conditions are shown as the hub evaluates them. The letters before a source say how sure it is: **S** stated in
a seed, **V** a verified public source, **K** known but unverified, **A** assumed and to be confirmed.
`

/** CATALOGUE.md: the contracts as one page for those who answer for the sharing of information. */
export function cataloguePage(catalogue: Catalogue): string {
  const events = [...catalogue.events.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const chapters = [
    HEAD,
    `Contents: ${['Who takes part', 'Purposes and laws', 'Field sets', 'Events', 'Who may never hear it', 'What must follow', 'What registers must agree on', 'What is counted'].map((title) => `[${title}](#${anchorOf(title)})`).join(' · ')}`,
    `## Who takes part\n\n${parties(catalogue)}`,
    `## Purposes and laws\n\n${citations(catalogue)}`,
    `## Field sets\n\n${table(
      ['Set', 'What it holds'],
      [...catalogue.fieldSets.values()].map(({ set, says }) => [set, says]),
    )}`,
    `## Events\n\n${index(catalogue, events)}`,
    ...events.map((event) => eventChapter(catalogue, event)),
    exclusionsChapter(catalogue),
    obligationsChapter(catalogue),
    comparisonsChapter(catalogue),
    measuresChapter(catalogue),
  ]
  return `${chapters.map((chapter) => chapter.trim()).join('\n\n')}\n`
}

function parties({ organisations, units }: Catalogue): string {
  const rows = [...organisations.values()].map(({ organisation, name, speaks }) => {
    const own = [...units.values()].filter((unit) => unit.organisation === organisation)
    const roles = [...new Set(own.map(({ role }) => role))]
    const counted = roles.map((role) => `${own.filter((unit) => unit.role === role).length} ${role}`)
    return [`${name} (${code(organisation)})`, list(speaks.map(code)), list(counted)]
  })
  return table(['Organisation', 'Speaks', 'Units, by role'], rows)
}

function citations({ purposes = new Map(), lawfulBases = new Map() }: Catalogue): string {
  const why = table(
    ['Purpose', 'Means'],
    [...purposes].map(([purpose, { says }]) => [purpose, says]),
  )
  const laws = [...lawfulBases].map(([basis, { says, evidence }]) => [basis, says, evidence])
  return `${why}\n\n${table(['Code', 'Lawful basis', 'Evidence'], laws)}`
}

function index(catalogue: Catalogue, events: readonly EventContract[]): string {
  const rows = events.map((event) => {
    const hearers = catalogue.agreements.filter(({ shares }) =>
      shares.some((share) => share.event === event.name),
    )
    const link = `[${event.name}](#${anchorOf(event.name)})`
    return [
      link,
      event.means,
      list(event.publishers),
      hearers.length === 0 ? 'nobody' : `${hearers.length} agreements`,
    ]
  })
  const speakers = [...new Set(events.map(({ type }) => namespaceOf(type)))]
  return `${events.length} events in ${speakers.length} namespaces.\n\n${table(['Event', 'Means', 'Said by', 'Heard under'], rows)}`.replaceAll(
    '| 1 agreements |',
    '| 1 agreement |',
  )
}
