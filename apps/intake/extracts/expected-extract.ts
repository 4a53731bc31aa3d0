import { CLOCK_SKEW_MS_MAX } from '#core/admission'
import type { Catalogue, EventContract } from '#core/catalogue'
import { derivedId, type Fault, type Instant, isoInstant, parseInstant } from '#core/kernel'
import type { ExtractHead } from '#core/messages'
import { Problem } from '#platform/http'
import { actsFor, type Principal } from '#platform/security'
import type { ExtractQuery } from './extract-query.js'

/**
 * Whether this register's extract is one that the hub expects from this unit.
 * @throws Problem 400 HUB_EXTRACT_INVALID, 403 HUB_EXTRACT_NOT_OWN
 */
export function expectedExtract(
  catalogue: Catalogue,
  principal: Principal,
  query: ExtractQuery,
  streamTimeAt: Instant | null,
): { head: ExtractHead; contract: EventContract } {
  const unit = catalogue.units.get(query.unit)
  if (!actsFor(principal, query.unit) || unit === undefined || !unit.extracts.includes(query.type))
    throw new Problem(
      403,
      'HUB_EXTRACT_NOT_OWN',
      `No extract of ${query.type} is expected from ${query.unit} with this token.`,
      'contracts/organisations names the extracts of each unit; the token must act for the unit.',
    )
  const contract = contractOf(catalogue, query)
  const asAt = parseInstant(query.asAt)
  const faults: Fault[] = []
  if (contract === undefined)
    faults.push({ code: 'HUB_EVENT_UNKNOWN', at: '/type', says: 'No contract has this type and version.' })
  if (asAt === undefined)
    faults.push({
      code: 'HUB_EXTRACT_AS_AT',
      at: '/asAt',
      says: 'asAt must be an RFC 3339 timestamp with a zone.',
    })
  else if (streamTimeAt !== null && asAt > streamTimeAt + CLOCK_SKEW_MS_MAX)
    faults.push({
      code: 'HUB_EXTRACT_AS_AT',
      at: '/asAt',
      says: "asAt is more than 5 minutes ahead of the hub's clock.",
    })
  if (contract === undefined || asAt === undefined || faults.length > 0)
    throw new Problem(
      400,
      'HUB_EXTRACT_INVALID',
      'The extract is not described as it must be.',
      'Correct each fault.',
      {
        faults,
      },
    )
  const { type, version } = contract
  const head = { unit: query.unit, type, version, asAt: isoInstant(asAt) }
  return { head: { upload: query.upload ?? derivedId('extract', ...Object.values(head)), ...head }, contract }
}

function contractOf(catalogue: Catalogue, { type, version }: ExtractQuery): EventContract | undefined {
  return [...catalogue.events.values()]
    .filter((contract) => contract.type === type && (version === undefined || contract.version === version))
    .sort((a, b) => b.version - a.version)[0]
}
