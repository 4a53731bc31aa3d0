import { type Difference, differencesOf, type Sides } from '#core/comparisons'
import type { Comparison, Unit } from '#core/catalogue'
import { derivedId, isoInstant } from '#core/kernel'
import type { Tick } from '#core/messages'
import { type Client, Writes } from '#platform/postgres'
import {
  type ChosenUpload,
  closeUnfound,
  countJoined,
  type DifferenceName,
  differenceName,
  type JoinedRow,
  lastRun,
  latestUploads,
  noteDifferences,
  rowsBefore,
  storeRun,
  unlike,
} from './comparison-store.js'
import type { JudgingContext } from './judging.js'
import { type HubFact, putFacts } from './outbox.js'

/** An extract this much smaller than the one before is a fault of the register's, not a finding. */
const SHRINKS_TO_A = 10
const FACTS_PER_PUT_MAX = 500

/**
 * Runs every comparison whose extracts have changed since its last run: counts, compares key by key, tells each difference
 * once, takes back those that are gone, and states what was covered. @returns the number of facts put into the outbox
 */
export async function compareAll(client: Client, context: JudgingContext, tick: Tick): Promise<number> {
  let facts = 0
  for (const comparison of context.catalogue.comparisons) {
    const uploads = await latestUploads(client, comparison)
    const ids = uploads.map((each) => each.upload).sort()
    if (uploads.length === 0 || ids.join() === (await lastRun(client, comparison.comparison))?.join())
      continue
    facts += await new Run(client, context, comparison, uploads, tick).compare()
  }
  return facts
}

/** One difference under one key, with what the sides hold. */
interface Finding {
  name: DifferenceName
  row: JoinedRow
  difference: Difference
}

class Run {
  private readonly asAt: number
  private readonly found = new Set<string>()
  private readonly counts: Record<string, number> = {}
  private facts: HubFact[] = []
  private readonly writes: Writes
  private put = 0
  private differing = 0
  /** An extract is far smaller than the one before: what it lacks is not believed to be gone. */
  private hasShrunk = false

  constructor(
    private readonly client: Client,
    private readonly context: JudgingContext,
    private readonly comparison: Comparison,
    private readonly uploads: readonly ChosenUpload[],
    private readonly tick: Tick,
  ) {
    this.writes = new Writes(client)
    this.asAt = Math.max(...uploads.map((each) => each.asAt))
  }

  async compare(): Promise<number> {
    const complaints = await this.complaints()
    // A side that is not there makes everything absent from it: then nothing is compared, and that is said.
    const isComplete =
      !this.hasShrunk && this.comparison.sides.every((side) => this.missingUnits(side.side).length === 0)
    if (isComplete) {
      for await (const page of unlike(this.client, this.comparison, this.uploads, this.asAt))
        await this.take(page)
      await this.takeBack()
    }
    await this.state(complaints, isComplete)
    this.flush()
    await this.writes.allDone()
    return this.put
  }

  private async take(page: readonly JoinedRow[]): Promise<void> {
    const findings = page.flatMap((row) => this.findingsIn(row))
    const names = findings.map(({ name }) => name)
    const fresh = await noteDifferences(this.client, this.comparison.comparison, names, this.asAt)
    for (const { name, row, difference } of findings)
      if (fresh.has(differenceName(name))) this.tell(name, row, difference)
  }

  private findingsIn(row: JoinedRow): Finding[] {
    const sides: Sides = Object.fromEntries(
      Object.entries(row.sides).map(([side, held]) => [
        side,
        held.state === 'readable' ? { compared: held.compared } : ('unreadable' as const),
      ]),
    )
    const differences = differencesOf(this.comparison, sides)
    // What could not be read on one side counts as unreadable, whatever the other sides tell.
    if (differences.length > 0 && !Object.values(sides).includes('unreadable')) this.differing += 1
    return differences.flatMap((difference) => {
      const { kind, side, field = '' } = difference
      const words = kind === 'absent' ? `absent from ${side}` : `${field} differs at ${side}`
      this.counts[words] = (this.counts[words] ?? 0) + 1
      const name = { key: row.key, kind, side, field }
      if (this.found.has(differenceName(name))) return []
      this.found.add(differenceName(name))
      return [{ name, row, difference }]
    })
  }

  private tell(name: DifferenceName, row: JoinedRow, { meaning }: Difference): void {
    const held = Object.values(row.sides).find((each) => each.state === 'readable')
    this.add('hub.difference.found', name, {
      ...(meaning.opens ? { opens: meaning.opens.obligation } : {}),
      asConflict: meaning.opens?.asConflict ?? false,
      ...(held ? { details: held.details } : {}),
      ...(held?.person ? { person: held.person } : {}),
    })
  }

  private async takeBack(): Promise<void> {
    for (const gone of await closeUnfound(this.client, this.comparison.comparison, this.found)) {
      const meaning = this.comparison.differences.find(
        (each) => each.kind === gone.kind && each.side === gone.side && (each.field ?? '') === gone.field,
      )
      this.add('hub.difference.resolved', gone, {
        ...(meaning?.opens ? { opens: meaning.opens.obligation } : {}),
        asConflict: meaning?.opens?.asConflict ?? false,
      })
    }
  }

  private add(type: string, { key, kind, side, field }: DifferenceName, more: object): void {
    const { comparison, key: scheme } = this.comparison
    const { asAt } = this
    this.facts.push({
      type,
      id: derivedId(type, comparison, key, kind, side, field, asAt),
      subject: `${scheme}:${key}`,
      occurredAt: Math.min(asAt, this.tick.at),
      data: {
        comparison,
        kind,
        side,
        ...(field === '' ? {} : { field }),
        asAt: isoInstant(asAt),
        key,
        uploads: this.uploads.map((each) => each.upload),
        ...more,
      },
    })
    if (this.facts.length >= FACTS_PER_PUT_MAX) this.flush()
  }

  private flush(): void {
    putFacts(this.writes, this.context.catalogue, this.facts)
    this.put += this.facts.length
    this.facts = []
  }

  /** The coverage statement: what was expected, what was looked at, what came of it. */
  private async state(complaints: string[], isComplete: boolean): Promise<void> {
    const counts = await countJoined(this.client, this.comparison, this.uploads, this.asAt)
    const checked = isComplete
      ? counts.expected - counts.notCovered - counts.unreadable - counts.notYetDue
      : 0
    const statement = {
      comparison: this.comparison.comparison,
      asAt: isoInstant(this.asAt),
      uploads: this.uploads.map((each) => each.upload),
      sides: this.comparison.sides.map((side) => this.sideStatement(side.side)),
      expected: counts.expected + counts.unkeyed,
      checked,
      matched: Math.max(checked - this.differing, 0),
      differing: this.differing,
      unreadable: counts.unreadable + counts.unkeyed,
      notYetDue: counts.notYetDue,
      notCovered: counts.notCovered,
      differences: this.counts,
      ...(complaints.length > 0 ? { complaints } : {}),
    }
    await storeRun(this.client, {
      comparison: this.comparison.comparison,
      asAt: this.asAt,
      uploads: statement.uploads.toSorted(),
      decidedAt: this.tick.at,
      statement,
    })
    this.facts.push({
      type: 'hub.comparison.covered',
      id: derivedId('covered', this.comparison.comparison, ...statement.uploads.toSorted()),
      subject: 'unit:hub/reconciler',
      occurredAt: this.tick.at,
      data: statement,
    })
  }

  private sideStatement(side: string): object {
    const uploads = this.uploads.filter((each) => each.side === side)
    const sum = (count: (each: ChosenUpload) => number): number =>
      uploads.reduce((total, each) => total + count(each), 0)
    const asAt = Math.min(...uploads.map((each) => each.asAt))
    return {
      side,
      rows: sum((each) => each.rows),
      unreadable: sum((each) => each.unreadable),
      ...(uploads.length > 0 ? { asAt: isoInstant(asAt) } : {}),
    }
  }

  private async complaints(): Promise<string[]> {
    const said: string[] = []
    for (const { side, type } of this.comparison.sides) {
      for (const unit of this.missingUnits(side)) said.push(`${side}: ${unit} has sent no extract`)
      for (const upload of this.uploads.filter((each) => each.side === side)) {
        if (this.tick.at - upload.asAt > this.comparison.staleAfterMs)
          said.push(`${side}: ${upload.unit}'s extract is stale`)
        const before = await rowsBefore(this.client, upload, type)
        if (before === undefined || upload.rows * SHRINKS_TO_A >= before) continue
        this.hasShrunk = true
        said.push(`${side}: ${upload.unit} sent ${upload.rows} rows, and ${before} the time before`)
      }
    }
    return said
  }

  private missingUnits(name: string): string[] {
    const side = this.comparison.sides.find((each) => each.side === name)!
    const isExpected = (unit: Unit): boolean =>
      unit.extracts.includes(side.type) &&
      ('unit' in side.from ? unit.unit === side.from.unit : unit.role === side.from.role)
    const there = new Set(this.uploads.filter((each) => each.side === name).map((each) => each.unit))
    return [...this.context.catalogue.units.values()]
      .filter(isExpected)
      .map((unit) => unit.unit)
      .filter((unit) => !there.has(unit))
  }
}
