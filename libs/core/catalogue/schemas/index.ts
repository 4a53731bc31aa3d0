import { event } from './facts.js'
import { agreement, exclusions, organisation } from './parties.js'
import { list, positions } from './pages.js'
import { boroughs, calendars, identifiers, resultCodes } from './reference-data.js'
import { fieldSets, lawfulBases, profile, purposes, roles, routing, vocabulary } from './reference.js'
import { comparison, measure, obligation } from './rules.js'

/**
 * One JSON Schema 2020-12 for each kind of contract. `contracts/schemas/` holds the same as files, generated from here,
 * so that editors complete and check what an author types.
 */
export const CONTRACT_SCHEMAS = {
  organisation,
  event,
  agreement,
  obligation,
  comparison,
  measure,
  exclusions,
  profile,
  'field-sets': fieldSets,
  roles,
  routing,
  vocabulary,
  purposes,
  'lawful-bases': lawfulBases,
  positions,
  list,
  boroughs,
  calendars,
  identifiers,
  'result-codes': resultCodes,
} as const satisfies Record<string, object>

export type ContractKind = keyof typeof CONTRACT_SCHEMAS
