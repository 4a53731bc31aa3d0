import { SandboxRegister } from '#platform/edge'
import type { Pool } from '#platform/postgres'
import type { DeliusCase } from './delius-case.js'
import type { DeliusStep } from './step.js'
import { after } from './workflow.js'

export type DeliusRegister = SandboxRegister<DeliusStep, DeliusCase>

/** A sandbox that stands for Delius, probation's register, and for the recall desk's casework beside it. */
export function deliusSandbox(pool: Pool): DeliusRegister {
  return new SandboxRegister(pool, 'delius', (before, { about, entry }, wrongly) =>
    after(before ?? unknownCase(about), entry, wrongly),
  )
}

/** A case of which the register has heard nothing but its number. */
function unknownCase(crn: string): DeliusCase {
  return { crn, person: { crn }, recalls: {}, licences: {} }
}
