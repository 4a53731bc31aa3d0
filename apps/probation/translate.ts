import type { Fault } from '#core/kernel'
import type { NativeTranslation } from '#platform/edge'
import type { Client } from '#platform/postgres'
import { readCases } from './delius/case-row.js'
import type { DeliusCase } from './delius/delius-case.js'
import { announced } from './delius/announced.js'
import type { DeliusRegister } from './delius/delius-sandbox.js'
import { type DeliusStep, readSteps } from './delius/step.js'
import { after, obstacle } from './delius/workflow.js'
import { probationEvents } from './events/probation-events.js'

/** What probation and the recall desk send, by where it comes from. */
export type ProbationFormat = 'domain-events' | 'delius-cases' | 'delius-steps'

/** A native message of probation: what it does to the register, and the facts that follow, in one transaction. */
export async function translateProbationMessage(
  format: string,
  bytes: Buffer,
  client: Client,
  delius: DeliusRegister,
): Promise<NativeTranslation> {
  const caseOf = (crn: string): Promise<DeliusCase | undefined> => delius.entry(crn, client)
  switch (format as ProbationFormat) {
    case 'domain-events':
      return probationEvents(bytes, caseOf)
    case 'delius-cases': {
      const read = readCases(bytes)
      if (!read.ok) return read
      await delius.load(
        read.cases.map((one) => ({ about: one.crn, data: one })),
        client,
      )
      return { ok: true, events: [] }
    }
    case 'delius-steps': {
      const read = readSteps(bytes)
      if (!read.ok) return read
      const references = read.steps.map(({ reference }) => reference)
      const known = await delius.known(references, client)
      const steps = read.steps.filter(({ reference }) => !known.has(reference))
      const faults = await obstacles(steps, caseOf)
      if (faults.length > 0) return { ok: false, faults }
      const said = (await delius.transact(client, steps)).map(announced)
      const told = await probationEvents(Buffer.from(JSON.stringify(said)), caseOf)
      return told.ok ? { ...told, notes: said } : told
    }
  }
}

/** Every step that cannot be taken in its case as it would stand by then. */
async function obstacles(
  steps: readonly DeliusStep[],
  caseOf: (crn: string) => Promise<DeliusCase | undefined>,
): Promise<Fault[]> {
  const cases = new Map<string, DeliusCase>()
  const faults: Fault[] = []
  for (const { about, entry, place } of steps) {
    const one = cases.get(about) ?? (await caseOf(about))
    const says = one === undefined ? 'is of a case that Delius does not hold' : obstacle(one, entry)
    if (one !== undefined && says === undefined) cases.set(about, after(one, entry, false))
    else faults.push({ code: 'HUB_EDGE_NATIVE_INVALID', at: `${place}/step`, says: `The step ${says}.` })
  }
  return faults
}
