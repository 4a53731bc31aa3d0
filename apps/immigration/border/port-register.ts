import { SandboxRegister } from '#platform/edge'
import type { Pool } from '#platform/postgres'
import type { Encounter } from './encounter.js'

/** What the ports' register holds of a person: the last encounter, and how many there were. */
export interface PortEntry extends Pick<Encounter, 'direction' | 'port' | 'flight' | 'person'> {
  seenAt: string
  encounters: number
}

export type PortRegister = SandboxRegister<Encounter, PortEntry>

/** A sandbox that stands for the border's register of encounters. */
export function portRegister(pool: Pool): PortRegister {
  return new SandboxRegister(pool, 'port-encounters', entered)
}

/** Done wrongly, the register turns the direction round and drops the flight, as a hand does that ticks the other box. */
function entered(before: PortEntry | undefined, one: Encounter, wrongly: boolean): PortEntry {
  const { direction, port, flight, person, at } = one
  const encounters = (before?.encounters ?? 0) + 1
  if (!wrongly)
    return { direction, port, person, seenAt: at, encounters, ...(flight === undefined ? {} : { flight }) }
  const other = direction === 'inbound' ? 'outbound' : 'inbound'
  return { direction: other, port, person, seenAt: at, encounters }
}
