import type { Unit } from './parties.js'
import type { Position } from './pages.js'
import type { Workbench } from './workbench.js'

/** Reads `reference/positions.yaml`; needs the units. */
export function readPositions(bench: Workbench): ReadonlyMap<string, Position> {
  const source = bench.files.one('positions')
  const lines = (source?.value ?? {}) as Record<string, Omit<Position, 'position'>>
  const positions = new Map<string, Position>()
  for (const [position, line] of Object.entries(lines)) {
    if (source && !bench.roles.has(line.worksIn))
      bench.fault(
        source,
        [position, 'worksIn'],
        'REFERENCE',
        `There is no role ${line.worksIn} in reference/roles.yaml to work in: add it, or name another.`,
      )
    positions.set(position, { position, ...line })
  }
  return positions
}

/** The units in which people of a position work; none while no unit bears the role. */
export function unitsOfPosition(position: Position, units: Iterable<Unit>): Unit[] {
  return [...units].filter(({ role }) => role === position.worksIn)
}
