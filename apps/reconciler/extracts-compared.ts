import type { Catalogue, Comparison, ComparisonSide, Unit } from '#core/catalogue'
import { type Instant, isoInstant } from '#core/kernel'
import type { Client } from '#platform/postgres'
import { type ChosenUpload, rowsBefore } from './comparison-store.js'

/** An extract this much smaller than the one before is a fault of the register's, not a finding. */
const SHRINKS_TO_A = 10

/** What is wrong with the extracts of a comparison, in words for its statement. */
export async function complaintsAbout(
  client: Client,
  catalogue: Pick<Catalogue, 'units'>,
  comparison: Comparison,
  uploads: readonly ChosenUpload[],
  at: Instant,
): Promise<{ said: string[]; hasShrunk: boolean }> {
  const said: string[] = []
  let hasShrunk = false
  for (const each of comparison.sides) {
    const { side, type } = each
    for (const unit of missingUnits(catalogue, each, uploads))
      said.push(`${side}: ${unit} has sent no extract`)
    for (const upload of uploads.filter((one) => one.side === side)) {
      if (isStale(comparison, upload, at)) said.push(`${side}: ${upload.unit}'s extract is stale`)
      const before = await rowsBefore(client, upload, type)
      if (before === undefined || upload.rows * SHRINKS_TO_A >= before) continue
      // What it lacks is not believed to be gone.
      hasShrunk = true
      said.push(`${side}: ${upload.unit} sent ${upload.rows} rows, and ${before} the time before`)
    }
  }
  return { said, hasShrunk }
}

export function isStale({ staleAfterMs }: Comparison, { asAt }: ChosenUpload, at: Instant): boolean {
  return at - asAt > staleAfterMs
}

/** Units whose extract the side needs, and which have sent none. */
export function missingUnits(
  catalogue: Pick<Catalogue, 'units'>,
  side: ComparisonSide,
  uploads: readonly ChosenUpload[],
): string[] {
  const there = new Set(uploads.filter((each) => each.side === side.side).map((each) => each.unit))
  return expectedUnits(catalogue, side).filter((unit) => !there.has(unit))
}

/** Those whose extracts make up a side. */
export function expectedUnits({ units }: Pick<Catalogue, 'units'>, { type, from }: ComparisonSide): string[] {
  const isExpected = (unit: Unit): boolean =>
    unit.extracts.includes(type) && ('unit' in from ? unit.unit === from.unit : unit.role === from.role)
  return [...units.values()].filter(isExpected).map((unit) => unit.unit)
}

/** A register of several units is as at the earliest of their extracts: what is younger, it need not hold. */
export function earliestAsAt(uploads: readonly ChosenUpload[]): Instant {
  return Math.min(...uploads.map((each) => each.asAt))
}

/** What was read of one side. */
export function sideStatement(side: string, uploads: readonly ChosenUpload[]): object {
  const sum = (count: (each: ChosenUpload) => number): number =>
    uploads.reduce((total, each) => total + count(each), 0)
  return {
    side,
    rows: sum((each) => each.rows),
    unreadable: sum((each) => each.unreadable),
    ...(uploads.length > 0 ? { asAt: isoInstant(earliestAsAt(uploads)) } : {}),
  }
}
