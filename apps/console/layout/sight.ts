import type { Catalogue } from '#core/catalogue'
import { inUnits, type Pool } from '#platform/postgres'
import type { Queryable, WhoseGaps } from '#platform/published'
import type { Principal } from '#platform/security'

/** What somebody may see: what these units were told; or, of everything, that it is and how it stands. */
export interface Sight {
  units: readonly string[]
  whose: WhoseGaps
}

/** Whoever reads the whole hub sees everything and the content of nothing. */
export function sightOf(principal: Principal, { units }: Pick<Catalogue, 'units'>): Sight {
  const own = [...units.values()].filter(({ organisation }) => organisation === principal.organisation)
  const mine = principal.units === '*' ? own.map(({ unit }) => unit) : principal.units
  return {
    units: mine.filter((unit) => own.some((each) => each.unit === unit)),
    whose: principal.scopes.has('hub.read') ? 'all' : 'told',
  }
}

/** Reads with the rows of the viewer's units alone in sight: what a query forgets to ask, the database still keeps back. */
export class Sights {
  constructor(
    private readonly pool: Pool,
    private readonly catalogue: Catalogue,
  ) {}

  of(principal: Principal): Sight {
    return sightOf(principal, this.catalogue)
  }

  read<T>({ units }: Sight, reading: (db: Queryable) => Promise<T>): Promise<T> {
    return inUnits(this.pool, units, reading)
  }
}
