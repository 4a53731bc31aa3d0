import type { Catalogue, EventContract, Unit } from '#core/catalogue'
import type { Fault, Instant } from '#core/kernel'
import { contractName, type Envelope, MARKINGS, namespaceOf, organisationOf } from '#core/messages'

/** A `time` further ahead of stream time than this is refused (CORE §3). */
export const CLOCK_SKEW_MS_MAX = 5 * 60_000

export type Admission = { ok: true; contract: EventContract } | { ok: false; faults: Fault[] }

/**
 * Whether an organisation may say this: the contract exists, the organisation speaks the namespace, the unit is its own
 * and bears a publishing role, the source is its own, the marking fits, the payload keeps the contract. Every fault at
 * once. The register asks as well as intake, because a Kafka-native agency writes to its topic without passing intake.
 */
export function admit(
  catalogue: Catalogue,
  organisation: string,
  envelope: Envelope,
  data: unknown,
): Admission {
  const contract = catalogue.events.get(contractName(envelope.type, envelope.version))
  if (contract === undefined) return { ok: false, faults: [unknownEvent(catalogue, envelope)] }
  const faults = [
    ...spokenFaults(catalogue, organisation, envelope),
    ...unitFaults(catalogue.units.get(envelope.unit), organisation, envelope, contract),
    ...markingFaults(catalogue.units.get(envelope.unit), envelope, contract),
    ...contract.check(data),
  ]
  return faults.length === 0 ? { ok: true, contract } : { ok: false, faults }
}

/** A `time` ahead of stream time by more than the allowed skew; none is refused before the first tick. */
export function skewFaults(envelope: Envelope, streamTime: Instant | null): Fault[] {
  if (streamTime === null || envelope.occurredAt <= streamTime + CLOCK_SKEW_MS_MAX) return []
  return [
    fault(
      'HUB_EVENT_AHEAD_OF_TIME',
      '/time',
      `The time ${envelope.time} is more than 5 minutes ahead of the hub's clock, ${new Date(streamTime).toISOString()}. Send a fact when it has happened.`,
    ),
  ]
}

function unknownEvent(catalogue: Catalogue, envelope: Envelope): Fault {
  const versions = [...catalogue.events.values()].filter((contract) => contract.type === envelope.type)
  const mend =
    versions.length > 0
      ? `Known versions: ${versions.map((contract) => contract.version).join(', ')}.`
      : 'contracts/CATALOGUE.md lists what may be said.'
  return fault(
    'HUB_EVENT_UNKNOWN',
    '/dataschema',
    `No contract describes ${contractName(envelope.type, envelope.version)}. ${mend}`,
  )
}

function spokenFaults(catalogue: Catalogue, organisation: string, envelope: Envelope): Fault[] {
  const faults: Fault[] = []
  const namespace = namespaceOf(envelope.type)
  if (!catalogue.organisations.get(organisation)?.speaks.includes(namespace))
    faults.push(
      fault(
        'HUB_EVENT_NOT_OWN',
        '/type',
        `${organisation} does not speak ${namespace}; only the owner of a fact may publish it.`,
      ),
    )
  if (organisationOf(envelope.source) !== organisation || !envelope.source.startsWith('/'))
    faults.push(
      fault(
        'HUB_SOURCE_NOT_OWN',
        '/source',
        `The source ${envelope.source} is not a system of ${organisation}; it must begin /${organisation}/.`,
      ),
    )
  return faults
}

function unitFaults(
  unit: Unit | undefined,
  organisation: string,
  envelope: Envelope,
  contract: EventContract,
): Fault[] {
  if (unit === undefined)
    return [
      fault(
        'HUB_UNIT_UNKNOWN',
        '/unit',
        `No unit is called ${envelope.unit}; contracts/organisations lists them.`,
      ),
    ]
  if (unit.organisation !== organisation)
    return [fault('HUB_UNIT_NOT_OWN', '/unit', `${envelope.unit} is not a unit of ${organisation}.`)]
  const faults: Fault[] = []
  if (!unit.publishes.includes(namespaceOf(envelope.type)) || !contract.publishers.includes(unit.role))
    faults.push(
      fault(
        'HUB_UNIT_NOT_PUBLISHER',
        '/unit',
        `${envelope.unit} may not publish ${contract.name}; it is for ${contract.publishers.join(', ')}.`,
      ),
    )
  const system = envelope.source.split('/')[2] ?? ''
  if (!unit.systems.includes(system))
    faults.push(
      fault(
        'HUB_SOURCE_NOT_OWN',
        '/source',
        `${envelope.unit} has no system called "${system}"; it has ${unit.systems.join(', ')}.`,
      ),
    )
  return faults
}

function markingFaults(unit: Unit | undefined, envelope: Envelope, contract: EventContract): Fault[] {
  const rank = MARKINGS.indexOf(envelope.marking)
  if (rank < 0)
    return [fault('HUB_MARKING_UNKNOWN', '/marking', `The marking must be one of ${MARKINGS.join(', ')}.`)]
  if (rank < MARKINGS.indexOf(contract.marking))
    return [
      fault('HUB_MARKING_TOO_LOW', '/marking', `${contract.name} is marked ${contract.marking} at least.`),
    ]
  if (unit !== undefined && rank > MARKINGS.indexOf(unit.ceiling))
    return [fault('HUB_MARKING_TOO_HIGH', '/marking', `${unit.unit} handles nothing above ${unit.ceiling}.`)]
  return []
}

function fault(code: string, at: string, says: string): Fault {
  return { code, at, says }
}
