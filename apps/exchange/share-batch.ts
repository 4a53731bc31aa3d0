import type { BrokerMessage, Client, OffsetOutput } from '#platform/postgres'
import { Ledger } from './ledger.js'
import { People } from './people.js'
import { read, withRepairs } from './reading.js'
import { type ShareContext, Sharing } from './sharing.js'
import { insertDecisions } from './sharing-store.js'

/**
 * Decides one batch of `hub.linked`: fold the people, decide who may hear each fact, enter every decision in the ledger, and
 * give the copies. A fact that cannot be decided is parked alone; its neighbours go on.
 */
export async function shareBatch(
  client: Client,
  context: ShareContext,
  batch: { topic: string; partition: number; messages: readonly BrokerMessage[] },
): Promise<OffsetOutput[]> {
  const readings = await withRepairs(client, batch.messages.map(read))
  const persons = readings.flatMap(({ message }) => (message?.isPerson ? [message.person] : []))
  const people = await People.load(client, context.catalogue, [...new Set(persons)])
  const ledger = await Ledger.open(client, batch.partition, context.secret, context.catalogue.hash)
  const sharing = new Sharing(client, context, batch, people, ledger)
  for (const reading of readings) await sharing.take(reading)
  await people.write(client)
  await sharing.flush()
  await insertDecisions(client, batch.partition, sharing.rows)
  return sharing.outputs
}
