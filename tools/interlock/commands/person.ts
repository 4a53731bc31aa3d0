import { HubError, isoInstant } from '#core/kernel'
import { findPeople, type PublishedPerson, readPerson } from '#platform/published'
import { answer, type Reading, said, table } from '../answer.js'
import { withDatabase } from '../hub-place.js'

/** `interlock person <identifier>`: what is known of a person, why records are linked, profile and timeline. */
export async function person(identifier: string, reading: Reading): Promise<void> {
  const people = await withDatabase(async (pool) => {
    const keys = await findPeople(pool, identifier)
    return Promise.all(keys.map((key) => readPerson(pool, key)))
  })
  if (people.length === 0) throw new HubError('HUB_CLI_NOT_FOUND', `Nobody is known by ${identifier}.`)
  answer(reading, people.map(jsonOf), () => people.map(told).join('\n\n'))
}

function jsonOf(person: PublishedPerson): object {
  return {
    ...person,
    firstSeenAt: isoInstant(person.firstSeenAt),
    merged: person.merged.map((each) => ({ ...each, mergedAt: isoInstant(each.mergedAt) })),
    conflicts: person.conflicts.map((each) => ({ ...each, openedAt: isoInstant(each.openedAt) })),
    profile: person.profile.map((each) => ({ ...each, fromAt: isoInstant(each.fromAt) })),
    timeline: person.timeline.map((each) => ({
      ...each,
      occurredAt: isoInstant(each.occurredAt),
      receivedAt: isoInstant(each.receivedAt),
    })),
  }
}

function told(person: PublishedPerson): string {
  const head = [
    `${person.person}${person.provisional ? ' (provisional: nothing yet says who this is)' : ''}`,
    `  first seen     ${said(person.firstSeenAt)}`,
    `  date of birth  ${person.dateOfBirth ?? '-'}`,
    ...person.identifiers.map(({ scheme, value }) => `  ${scheme.padEnd(14)} ${value}`),
  ]
  const merged = person.merged.map(
    ({ person: other, source, id, mergedAt }) =>
      `  ${other}: both are named by ${source} ${id} (${said(mergedAt)})`,
  )
  const conflicts = person.conflicts.map(
    ({ conflict, between, openedAt }) =>
      `  ${between.join(' and ')} since ${said(openedAt)} (conflict ${conflict})`,
  )
  const profile = person.profile.map(({ field, op, value, fromAt, eventId }) => [
    field,
    op,
    JSON.stringify(value),
    said(fromAt),
    eventId,
  ])
  const timeline = person.timeline.map(({ occurredAt, type, unit, source, id }) => [
    said(occurredAt),
    type,
    unit,
    `${source} ${id}`,
  ])
  return [
    head.join('\n'),
    merged.length === 0 ? '' : `The same person as\n${merged.join('\n')}`,
    conflicts.length === 0 ? '' : `In conflict\n${conflicts.join('\n')}`,
    profile.length === 0 ? '' : table(['profile', '', 'value', 'from', 'said by'], profile),
    timeline.length === 0 ? '' : table(['happened', 'fact', 'unit', 'event'], timeline),
    person.gaps.length === 0
      ? ''
      : `Gaps: ${person.gaps.map(({ gapId, rule, isOpen }) => `${rule} ${gapId.slice(0, 8)}${isOpen ? ' (open)' : ''}`).join(', ')}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}
