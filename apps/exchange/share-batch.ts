import type { Applying, Client, PlacedOutput } from '#platform/postgres'
import { Ledger } from './ledger.js'
import { People } from './people.js'
import { type Reading, withRepairs } from './reading.js'
import { type ShareContext, Sharing } from './sharing.js'
import { insertDecisions } from './sharing-store.js'

/** What facts are decided with; it can be asked for before it is known which of the messages are new. */
export interface Known {
  people: People
  ledger: Ledger
}

export async function askKnown(
  client: Client,
  context: ShareContext,
  readings: readonly Reading[],
): Promise<Known> {
  const [people, ledger] = await Promise.all([
    People.load(client, context.catalogue, personsIn(readings)),
    Ledger.open(client, partitionsOf(readings), context.secret, context.catalogue.hash),
  ])
  return { people, ledger }
}

/**
 * Decides what there is of `hub.linked`: fold the people, decide who may hear each fact, enter every decision in the ledger, and
 * give the copies. A fact that cannot be decided is parked alone; its neighbours go on.
 */
export async function shareBatch(
  { client, writes, ahead: known }: Applying<Known>,
  context: ShareContext,
  news: readonly Reading[],
): Promise<PlacedOutput[]> {
  const readings = await withRepairs(client, news)
  const people =
    readings.length === news.length
      ? known.people
      : await People.load(client, context.catalogue, personsIn(readings))
  const sharing = new Sharing(client, writes, context, people, known.ledger)
  for (const reading of readings) await sharing.take(reading)
  people.write(writes)
  sharing.flush()
  insertDecisions(writes, sharing.rows)
  return sharing.outputs
}

function personsIn(readings: readonly Reading[]): string[] {
  return [...new Set(readings.flatMap(({ message }) => (message?.isPerson ? [message.person] : [])))]
}

function partitionsOf(readings: readonly Reading[]): number[] {
  return [...new Set(readings.map(({ partition }) => partition))]
}
