import type { NativeTranslation } from '#platform/edge'
import type { Client } from '#platform/postgres'
import { prisonEvents } from './events/prison-events.js'
import { announced } from './nomis/announced.js'
import type { NomisRegister } from './nomis/nomis-sandbox.js'
import type { Prisoner } from './nomis/prisoner.js'
import { readPrisoners } from './nomis/prisoner-row.js'
import { readNomisTransactions } from './nomis/transaction.js'
import { omuEvents } from './omu/omu-book.js'

/** What prisons send, by where it comes from. */
export type PrisonFormat = 'domain-events' | 'nomis-prisoners' | 'nomis-transactions' | 'omu-book'

/** A prison's native message: what it does to the register, and the facts that follow, in one transaction. */
export async function translatePrisonMessage(
  format: string,
  bytes: Buffer,
  client: Client,
  nomis: NomisRegister,
): Promise<NativeTranslation> {
  const prisonerOf = (noms: string): Promise<Prisoner | undefined> => nomis.entry(noms, client)
  switch (format as PrisonFormat) {
    case 'domain-events':
      return prisonEvents(bytes, prisonerOf)
    case 'omu-book':
      return omuEvents(bytes, prisonerOf)
    case 'nomis-prisoners': {
      const read = readPrisoners(bytes)
      if (!read.ok) return read
      await nomis.load(
        read.prisoners.map((prisoner) => ({ about: prisoner.noms, data: prisoner })),
        client,
      )
      return { ok: true, events: [] }
    }
    case 'nomis-transactions': {
      const read = readNomisTransactions(bytes)
      if (!read.ok) return read
      const said = (await nomis.transact(client, read.transactions)).map(announced)
      const told = await prisonEvents(Buffer.from(JSON.stringify(said)), prisonerOf)
      return told.ok ? { ...told, notes: said } : told
    }
  }
}
