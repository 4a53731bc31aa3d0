import type { Catalogue } from '#core/catalogue'
import { derivedId, type Instant, isContentError, isoInstant } from '#core/kernel'
import { contractName, type LinkedMessage } from '#core/messages'
import { type IdentityChanges, type Identifier, identifiersOf } from '#core/persons'
import { effectsOf, type ProfileEntry } from '#core/profile'
import type { Client } from '#platform/postgres'

const SOURCE = '/hub/register'
const UNIT = 'hub/register'

type Merge = IdentityChanges['merges'][number]
type Conflict = IdentityChanges['conflicts'][number]

/**
 * The merge as a fact under both keys. With the loser's profile, so that whoever folds the survivor has everything; and with
 * the survivor's, so that whoever holds the loser's facts knows whose they are now.
 */
export async function mergeMessages(
  client: Client,
  catalogue: Catalogue,
  merge: Merge,
  cause: { bridge: readonly Identifier[] } | { conflict: string },
): Promise<LinkedMessage[]> {
  const { source, eventId } = merge
  const data = {
    survivor: merge.survivor,
    merged: merge.loser,
    because: 'bridge' in cause ? cause.bridge.map(({ scheme, value }) => ({ scheme, value })) : [],
    profile: await profileOf(client, catalogue, merge.loser, merge.inherited),
    survivorProfile: await profileOf(client, catalogue, merge.survivor),
    ...('bridge' in cause
      ? { says: `Both are named by one fact: ${source} ${eventId}.` }
      : { conflictId: cause.conflict, says: `Somebody decided it: ${source} ${eventId}.` }),
  }
  const id = derivedId('merge', merge.survivor, merge.loser)
  const message = announcement('hub.person.merged', id, `person:${merge.survivor}`, merge.at, data)
  return [
    { ...message, person: merge.loser },
    { ...message, person: merge.survivor },
  ]
}

export function conflictMessage(
  conflict: Conflict,
  person: string,
  identifiers: readonly Identifier[],
): LinkedMessage {
  const what = differenceIn(conflict.reason)
  const data = {
    conflictId: conflict.conflict,
    people: conflict.between,
    identifiers: identifiers.map(({ scheme, value }) => ({ scheme, value })),
    eventId: conflict.eventId,
    eventSource: conflict.source,
    says: `One fact names people who have different ${what}. Nothing was merged.`,
  }
  return {
    ...announcement(
      'hub.identity.conflicted',
      derivedId('conflict', conflict.conflict),
      `person:${person}`,
      conflict.at,
      data,
    ),
    person,
  }
}

function announcement(type: string, id: string, subject: string, at: Instant, data: object): LinkedMessage {
  return {
    envelope: {
      id,
      source: SOURCE,
      type,
      version: 1,
      subject,
      time: isoInstant(at),
      occurredAt: at,
      timePrecision: 'instant',
      unit: UNIT,
      marking: 'restricted',
    },
    bytes: Buffer.from(JSON.stringify(data)),
    person: '',
    isPerson: true,
    receivedAt: at,
  }
}

/** @param inherited whose facts are the person's own too, where the aliases no longer say so */
async function profileOf(
  client: Client,
  catalogue: Catalogue,
  person: string,
  inherited: readonly string[] = [],
): Promise<ProfileEntry[]> {
  const setting = [...catalogue.events.values()]
    .filter((contract) => contract.sets.length > 0)
    .map((contract) => contract.type)
  const { rows } = await client.query<{ envelope: string; payload: string | null; received_at: number }>(
    `select envelope, payload, received_at from fact
     where person = any($1::text[] || array(select a.person from person_alias a where a.survivor = any($1))) and type = any($2)`,
    [[person, ...inherited], [...new Set(setting)]],
  )
  return rows.flatMap((row) => {
    const envelope = JSON.parse(row.envelope) as LinkedMessage['envelope']
    const contract = catalogue.events.get(contractName(envelope.type, envelope.version))
    if (contract === undefined || row.payload === null) return []
    const message = {
      envelope,
      bytes: Buffer.from(row.payload),
      person,
      isPerson: true,
      receivedAt: row.received_at,
    }
    // A fact whose effects cannot be read was parked by those who fold profiles: it sets nothing there, and nothing here.
    try {
      const data: unknown = JSON.parse(row.payload)
      const { handles } = identifiersOf(message, data, contract, catalogue.identifiers, row.received_at)
      return effectsOf(message, data, contract, handles)
    } catch (error) {
      if (!isContentError(error)) throw error
      return []
    }
  })
}

function differenceIn(reason: Conflict['reason']): string {
  switch (reason.what) {
    case 'date-of-birth':
      return 'dates of birth'
    case 'identifier':
      return `values of ${reason.scheme}, of which a person has one`
    case 'decided-apart':
      return 'records, which somebody decided to keep apart'
  }
}
