import type { Catalogue } from '#core/catalogue'
import { identifiersOf } from '#core/persons'
import { effectsOf, profileAsAt, type ProfileEntry } from '#core/profile'
import type { LinkedMessage } from '#core/messages'
import { contractName } from '#core/messages'
import { compileSharing, decideSharing, ledgerEntryOf } from '#core/sharing'

/** What one fact of a kind leads to: decided once before the measure, and then written again for every other such fact. */
export interface Template {
  rows: { entry: object; copy: { organisation: string; unit: string; bytes: Buffer } | undefined }[]
  entries: ProfileEntry[]
}

const SHA256_HEX = '0'.repeat(64)

/** Decides one fact as the exchange would, about somebody of whom `earlier` is known. */
export function templateOf(
  catalogue: Catalogue,
  message: LinkedMessage,
  earlier: readonly ProfileEntry[],
): Template {
  const { envelope, receivedAt } = message
  const data = JSON.parse(message.bytes.toString()) as unknown
  const contract = catalogue.events.get(contractName(envelope.type, envelope.version))!
  const { handles } = identifiersOf(message, data, contract, catalogue.identifiers, receivedAt)
  const entries = effectsOf(message, data, contract, handles)
  const profile = profileAsAt([...earlier, ...entries], receivedAt, catalogue.profile)
  const offer = {
    message,
    data,
    occasion: 'published',
    at: receivedAt,
    personNow: profile,
    personThen: profile,
    told: new Set<string>(),
  }
  const { decisions } = decideSharing(compileSharing(catalogue), offer)
  const place = { partition: 0, position: 0, offset: 0, commitment: SHA256_HEX }
  return {
    entries,
    rows: decisions.map((decision) => ({
      entry: {
        ...ledgerEntryOf(decision, offer, catalogue.hash, place),
        previous: SHA256_HEX,
        hash: SHA256_HEX,
      },
      copy:
        decision.outcome === 'shared'
          ? { organisation: decision.organisation, unit: decision.unit, bytes: decision.copy }
          : undefined,
    })),
  }
}
