import type { Applying, Client, OffsetOutput } from '#platform/postgres'
import { Ledger } from './ledger.js'
import { People } from './people.js'
import { type Reading, withRepairs } from './reading.js'
import { type ShareContext, Sharing } from './sharing.js'
import { insertDecisions } from './sharing-store.js'

/** What a batch is decided with; it can be asked for before it is known which of the messages are new. */
export interface Known {
  people: People
  ledger: Ledger
}

export async function askKnown(
  client: Client,
  context: ShareContext,
  partition: number,
  readings: readonly Reading[],
): Promise<Known> {
  const [people, ledger] = await Promise.all([
    People.load(client, context.catalogue, personsIn(readings)),
    Ledger.open(client, partition, context.secret, context.catalogue.hash),
  ])
  return { people, ledger }
}

/**
 * Decides one batch of `hub.linked`: fold the people, decide who may hear each fact, enter every decision in the ledger, and
 * give the copies. A fact that cannot be decided is parked alone; its neighbours go on.
 */
export async function shareBatch(
  { client, writes, ahead: known }: Applying<Known>,
  context: ShareContext,
  batch: { topic: string; partition: number; readings: readonly Reading[] },
): Promise<OffsetOutput[]> {
  const readings = await withRepairs(client, batch.readings)
  const people =
    readings.length === batch.readings.length
      ? known.people
      : await People.load(client, context.catalogue, personsIn(readings))
  const sharing = new Sharing(client, writes, context, batch, people, known.ledger)
  for (const reading of readings) await sharing.take(reading)
  people.write(writes)
  sharing.flush()
  insertDecisions(writes, batch.partition, sharing.rows)
  return sharing.outputs
}

function personsIn(readings: readonly Reading[]): string[] {
  return [...new Set(readings.flatMap(({ message }) => (message?.isPerson ? [message.person] : [])))]
}
