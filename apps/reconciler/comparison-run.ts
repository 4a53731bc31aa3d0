import type { Comparison } from '#core/catalogue'
import { type HeldRow, type Judged, judgeKey, type Verdict } from '#core/comparisons'
import { derivedId, type Instant, isoInstant } from '#core/kernel'
import type { Tick } from '#core/messages'
import { type Client, Writes } from '#platform/postgres'
import {
  type ChosenUpload,
  countJoined,
  gatherStatistics,
  type JoinCounts,
  type JoinedRow,
  type JoinedSide,
  nextRun,
  type StatedRun,
  storeRun,
  unlike,
} from './comparison-store.js'
import {
  type BySide,
  closeUnseen,
  type DatedDifference,
  differenceName,
  type DifferenceName,
  keepDifferences,
  noteDifferences,
} from './difference-store.js'
import { complaintsAbout, earliestAsAt, isStale, missingUnits, sideStatement } from './extracts-compared.js'
import type { JudgingContext } from './judging.js'
import { type HubFact, putFacts } from './outbox.js'

const FACTS_PER_PUT_MAX = 500

export interface Compared {
  uploads: readonly ChosenUpload[]
  tick: Tick
  /** The run before, if there was one. */
  last: StatedRun | undefined
}

/**
 * One run of a comparison: counts, compares key by key, tells each difference once, takes back those that are gone, and states
 * what was covered. A difference is as at the extract of the side that is blamed for it.
 */
export class ComparisonRun {
  private readonly asAt: BySide
  private readonly counts: Record<string, number> = {}
  private facts: HubFact[] = []
  private readonly writes: Writes
  private put = 0
  private differing = 0
  private notYetDue = 0

  constructor(
    private readonly client: Client,
    private readonly context: JudgingContext,
    private readonly comparison: Comparison,
    private readonly on: Compared,
  ) {
    this.writes = new Writes(client)
    this.asAt = new Map(comparison.sides.map(({ side }) => [side, earliestAsAt(this.uploadsOf(side))]))
  }

  /** How many of the extracts are stale at an instant. */
  staleAt(at: Instant): number {
    return this.on.uploads.filter((upload) => isStale(this.comparison, upload, at)).length
  }

  async compare(): Promise<number> {
    const { client, comparison } = this
    const { uploads, tick } = this.on
    await gatherStatistics(client)
    const run = await nextRun(client)
    const { said, hasShrunk } = await complaintsAbout(
      client,
      this.context.catalogue,
      comparison,
      uploads,
      tick.at,
    )
    // A side that is not there makes everything absent from it: then nothing is compared, and that is said.
    const isComplete =
      !hasShrunk &&
      comparison.sides.every((side) => missingUnits(this.context.catalogue, side, uploads).length === 0)
    const counts = await countJoined(client, comparison, uploads)
    if (isComplete) {
      for await (const page of unlike(client, comparison, uploads)) await this.take(run, page)
      await this.takeBack(run, counts.unkeyed > 0)
    }
    await this.state(run, this.statement(counts, isComplete), said)
    return this.put
  }

  /** The last statement with what is to be complained of now: nothing else has changed. */
  async stateAgain(statement: StatedRun['statement']): Promise<number> {
    const { catalogue } = this.context
    const { uploads, tick } = this.on
    const { said } = await complaintsAbout(this.client, catalogue, this.comparison, uploads, tick.at)
    await this.state(await nextRun(this.client), statement, said)
    return this.put
  }

  private uploadsOf(side: string): ChosenUpload[] {
    return this.on.uploads.filter((each) => each.side === side)
  }

  private async take(run: number, page: readonly JoinedRow[]): Promise<void> {
    const judged = page.map((row) => ({ row, differences: this.judge(row) }))
    const named = (...verdicts: readonly Verdict[]) =>
      judged.flatMap(({ row, differences }) =>
        differences
          .filter(({ verdict }) => verdicts.includes(verdict))
          .map(({ meaning }) => ({ row, meaning, name: nameOf(row.key, meaning) })),
      )
    const found = named('found')
    const of = { comparison: this.comparison.comparison, run }
    const undecided = named('not-yet-due', 'undecided').map(({ name }) => name)
    await keepDifferences(this.client, of, undecided)
    const names = found.map(({ name }) => name)
    const fresh = await noteDifferences(this.client, of, names, this.asAt)
    for (const { row, meaning, name } of found) {
      const words =
        meaning.kind === 'absent' ? `absent from ${name.side}` : `${name.field} differs at ${name.side}`
      this.counts[words] = (this.counts[words] ?? 0) + 1
      const difference = fresh.get(differenceName(name))
      if (difference) await this.tell(difference, row, meaning)
    }
  }

  private judge(row: JoinedRow): Judged[] {
    const sides = Object.fromEntries(
      Object.entries(row.sides).map(([side, held]): [string, HeldRow | 'unreadable'] => [
        side,
        held.state === 'readable' ? held : 'unreadable',
      ]),
    )
    const judged = judgeKey(this.comparison, sides, this.asAt)
    // What could not be read on one side counts as unreadable, whatever the other sides tell.
    if (Object.values(sides).includes('unreadable')) return judged
    if (judged.some(({ verdict }) => verdict === 'found')) this.differing += 1
    else if (judged.some(({ verdict }) => verdict === 'not-yet-due')) this.notYetDue += 1
    return judged
  }

  private tell(difference: DatedDifference, row: JoinedRow, { opens }: Judged['meaning']): Promise<void> {
    const held = this.heldBesides(difference.side, row)
    return this.add('hub.difference.found', difference, {
      ...(opens ? { opens: opens.obligation } : {}),
      asConflict: opens?.asConflict ?? false,
      ...(held ? { details: held.details } : {}),
      ...(held?.person ? { person: held.person } : {}),
    })
  }

  /** What another register holds: whoever must act is told what it ought to be, not what it is. */
  private heldBesides(side: string, { sides }: JoinedRow): JoinedSide | undefined {
    const others = this.comparison.sides.filter((each) => each.side !== side)
    return [...others, { side }].map((each) => sides[each.side]).find((held) => held?.state === 'readable')
  }

  private async takeBack(run: number, hasUnkeyed: boolean): Promise<void> {
    const of = { comparison: this.comparison.comparison, run }
    const uploads = this.on.uploads.map((each) => each.upload)
    for await (const page of closeUnseen(this.client, of, { uploads, hasUnkeyed, asAt: this.agreedAt() }))
      for (const gone of page) {
        const meaning = this.comparison.differences.find(
          (each) => each.kind === gone.kind && each.side === gone.side && (each.field ?? '') === gone.field,
        )
        await this.add('hub.difference.resolved', gone, {
          ...(meaning?.opens ? { opens: meaning.opens.obligation } : {}),
          asConflict: meaning?.opens?.asConflict ?? false,
        })
      }
  }

  /** A side whose extract is the same as before did not come round: that the others did is as at the latest of theirs. */
  private agreedAt(): BySide {
    const before = new Set(this.on.last?.uploads)
    const latest = Math.max(...this.on.uploads.map((each) => each.asAt))
    const isNew = (side: string): boolean => this.uploadsOf(side).some(({ upload }) => !before.has(upload))
    return new Map([...this.asAt].map(([side, asAt]) => [side, isNew(side) ? asAt : latest]))
  }

  private async add(
    type: string,
    { key, kind, side, field, asAt }: DatedDifference,
    more: object,
  ): Promise<void> {
    const { comparison, key: scheme } = this.comparison
    this.facts.push({
      type,
      id: derivedId(type, comparison, key, kind, side, field, asAt),
      subject: `${scheme}:${key}`,
      occurredAt: Math.min(asAt, this.on.tick.at),
      data: {
        comparison,
        kind,
        side,
        ...(field === '' ? {} : { field }),
        asAt: isoInstant(asAt),
        key,
        uploads: this.on.uploads.map((each) => each.upload),
        ...more,
      },
    })
    if (this.facts.length >= FACTS_PER_PUT_MAX) await this.flush()
  }

  private async flush(): Promise<void> {
    putFacts(this.writes, this.context.catalogue, this.facts)
    this.put += this.facts.length
    this.facts = []
    await this.writes.allDone()
  }

  /** The coverage statement: what was expected, what was looked at, what came of it. */
  private statement(counts: JoinCounts, isComplete: boolean): StatedRun['statement'] {
    const { notYetDue, differing } = this
    const checked = isComplete ? counts.expected - counts.notCovered - counts.unreadable - notYetDue : 0
    return {
      comparison: this.comparison.comparison,
      asAt: isoInstant(earliestAsAt(this.on.uploads)),
      uploads: this.on.uploads.map((each) => each.upload),
      sides: this.comparison.sides.map(({ side }) => sideStatement(side, this.uploadsOf(side))),
      expected: counts.expected + counts.unkeyed,
      checked,
      matched: Math.max(checked - differing, 0),
      differing,
      unreadable: counts.unreadable + counts.unkeyed,
      notYetDue,
      notCovered: counts.notCovered,
      differences: this.counts,
    }
  }

  private async state(run: number, covered: StatedRun['statement'], complaints: string[]): Promise<void> {
    const { comparison } = this.comparison
    const { uploads, tick } = this.on
    const { complaints: _before, ...rest } = covered
    const statement = complaints.length > 0 ? { ...rest, complaints } : rest
    const ids = uploads.map((each) => each.upload).sort()
    const asAt = earliestAsAt(uploads)
    await storeRun(this.client, { comparison, run, asAt, uploads: ids, decidedAt: tick.at, statement })
    this.facts.push({
      type: 'hub.comparison.covered',
      id: derivedId('covered', comparison, ...ids, ...complaints),
      subject: 'unit:hub/reconciler',
      occurredAt: tick.at,
      data: statement,
    })
    await this.flush()
  }
}

function nameOf(key: string, { kind, side, field = '' }: Judged['meaning']): DifferenceName {
  return { key, kind, side, field }
}
