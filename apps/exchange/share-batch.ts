import type { Applying, Client, PlacedOutput } from '#platform/postgres'
import { Ledger } from './ledger.js'
import { lockMerges, People } from './people.js'
import { type Reading, withRepairs } from './reading.js'
import { type Merged, PERSON_MERGED, type ShareContext, Sharing } from './sharing.js'
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
  const [, people, ledger] = await Promise.all([
    mergesIn(readings).length === 0 ? undefined : lockMerges(client),
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
  const { people, ledger } =
    readings.length === news.length ? known : await askKnown(client, context, readings)
  const sharing = new Sharing(client, writes, context, people, ledger)
  for (const reading of readings) await sharing.take(reading)
  people.write(writes)
  sharing.flush()
  // Last, and in one go: its rows are those that all partitions have in common.
  const { lacks, rows, outputs } = sharing.entered
  lacks.write(writes)
  insertDecisions(writes, rows)
  return outputs
}

/** Those whom the facts are about, and both people of each merge. */
function personsIn(readings: readonly Reading[]): string[] {
  const about = readings.flatMap(({ message }) => (message?.isPerson ? [message.person] : []))
  return [...new Set([...about, ...mergesIn(readings).flatMap(({ merged, survivor }) => [merged, survivor])])]
}

function mergesIn(readings: readonly Reading[]): Pick<Merged, 'merged' | 'survivor'>[] {
  return readings.flatMap(({ message, data }) =>
    message?.envelope.type === PERSON_MERGED ? [data as Merged] : [],
  )
}

function partitionsOf(readings: readonly Reading[]): number[] {
  return [...new Set(readings.map(({ partition }) => partition))]
}
