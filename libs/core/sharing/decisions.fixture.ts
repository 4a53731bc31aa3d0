import type { Agreement, Exclusion, Unit } from '#core/catalogue'
import { compileSharing } from './compile-sharing.js'
import { decideSharing, type Occasion } from './decide-sharing.js'
import { agreement, catalogueOf, offer } from './contracts.fixture.js'

export const toBureau = agreement('courts-to-pnc-bureau', 'police/pnc-bureau', 'pnc', [
  'person',
  'orderId',
  'conditions',
])
export const toBoroughs = agreement('courts-to-boroughs', 'borough-jigsaw', 'manage', [
  'person.name',
  'orderId',
])
export const toCentral = agreement('courts-to-central', 'police/central-jigsaw', 'watch', [])

export function decide(
  agreements: Agreement[],
  given: Occasion = offer(),
  exclusions: Exclusion[] = [],
  units: Unit[] = [],
) {
  return decideSharing(compileSharing(catalogueOf(agreements, exclusions, units)), given)
}

/** Unit to `shared` or the reason. */
export function outcomes(...args: Parameters<typeof decide>): Record<string, string> {
  return Object.fromEntries(
    decide(...args).decisions.map((one) => [one.unit, one.outcome === 'shared' ? 'shared' : one.reason]),
  )
}

export function copyTo(receiver: string, ...args: Parameters<typeof decide>): unknown {
  const found = decide(...args).decisions.find((one) => one.unit === receiver)
  return found?.outcome === 'shared' ? JSON.parse(found.copy.toString()) : undefined
}
