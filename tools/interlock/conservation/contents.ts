import { commitmentTo, saltOf } from '#core/ledger'
import { contentHash, type Envelope } from '#core/messages'
import {
  type Breakage,
  BREAKAGES_MAX,
  copyContents,
  factContents,
  type FactContent,
  type Queryable,
  type Window,
} from '#platform/published'

/**
 * Whether what was said is still what is kept: a fact against the hash of its identity, a copy against the commitment in the
 * ledger. Payloads that were destroyed when their time was over are passed by.
 */
export async function contentsBroken(
  db: Queryable,
  window: Window,
  ledgerSecret: string | undefined,
): Promise<Breakage[]> {
  const broken: Breakage[] = []
  for await (const facts of factContents(db, window)) {
    for (const fact of facts) if (!isAsHashed(fact)) broken.push(alteredFact(fact))
    if (broken.length > BREAKAGES_MAX) break
  }
  return ledgerSecret === undefined ? broken : [...broken, ...(await copiesBroken(db, ledgerSecret))]
}

function isAsHashed({ envelope, payload, content_hash }: FactContent): boolean {
  try {
    return contentHash(JSON.parse(envelope) as Envelope, JSON.parse(payload)) === content_hash
  } catch {
    return false
  }
}

function alteredFact({ topic, partition, message_offset, source, id }: FactContent): Breakage {
  return {
    stage: 'register',
    law: 'content-altered',
    says: 'The content of the fact does not give the hash under which it was taken in.',
    place: `${topic}/${partition}/${message_offset}`,
    source,
    eventId: id,
  }
}

async function copiesBroken(db: Queryable, ledgerSecret: string): Promise<Breakage[]> {
  const secret = Buffer.from(ledgerSecret)
  const broken: Breakage[] = []
  for await (const copies of copyContents(db)) {
    for (const { recipient: unit, source, event_id: eventId, occasion, data, ...copy } of copies) {
      const salt = saltOf(secret, { source, eventId, unit, occasion })
      if (commitmentTo(salt, data) === copy.commitment) continue
      broken.push({
        stage: 'delivery',
        law: 'copy-altered',
        says: 'The copy is not the one to which the ledger is committed.',
        place: `copy ${copy.organisation}/${copy.position}`,
        source,
        eventId,
      })
    }
    if (broken.length > BREAKAGES_MAX) break
  }
  return broken
}
