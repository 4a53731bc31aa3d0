import { isoInstant } from '#core/kernel'
import type { ToldGap } from '#platform/published'
import type { GapModel } from './gap-model.js'

const iso = (at: number | null): string | null => (at === null ? null : isoInstant(at))

/** Instants as programs read them. */
export function gapJson(gap: ToldGap): object {
  return { ...gap, dueAt: iso(gap.dueAt), breachedAt: iso(gap.breachedAt), toldAt: iso(gap.toldAt) }
}

export function gapModelJson(model: GapModel): object {
  return {
    ...model,
    gap: gapJson(model.gap),
    deadlines: model.deadlines.map((each) => ({ ...each, dueAt: iso(each.dueAt), metAt: iso(each.metAt) })),
    timeline: model.timeline.map((each) => ({ ...each, at: iso(each.at) })),
    sides: model.sides.map((each) => ({ ...each, asAt: iso(each.asAt) })),
  }
}
