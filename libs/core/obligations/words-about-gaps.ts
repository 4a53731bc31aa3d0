import { instantOf } from '#core/calendar'
import type { LinkedMessage } from '#core/messages'
import { retractionOf } from '#core/profile'
import { textOf, valueAt } from './case-key.js'
import type { EvidenceRow } from './evidence.js'

/** Somebody has seen the gap: the ladder stands still, nothing closes (MISSION ruling 2). */
export const GAP_ACKNOWLEDGED = 'hub.gap.acknowledged'
/** A person decided, with a reason, that nothing more is to follow. */
export const GAP_DECIDED = 'hub.gap.decided'

/** Rows of facts that every rule listens to: what people say about a gap (by `gapId`), and the taking back of a fact. */
export function wordsAboutGaps(message: LinkedMessage, data: unknown): EvidenceRow[] {
  const { type } = message.envelope
  if (type === GAP_ACKNOWLEDGED || type === GAP_DECIDED) {
    const caseKey = textOf(valueAt(data, 'gapId'))
    if (caseKey === undefined) return []
    const until = instantOf(valueAt(data, 'until'))
    return [
      {
        ...blankRow(message),
        rule: textOf(valueAt(data, 'rule')) ?? '',
        caseKey,
        role: type === GAP_DECIDED ? 'decides' : 'acknowledges',
        dates: until === undefined ? {} : { until },
      },
    ]
  }
  const retraction = retractionOf(message, data)
  return retraction === undefined ? [] : [{ ...blankRow(message), role: 'retracts', retracts: retraction }]
}

function blankRow({ envelope, person, isPerson, receivedAt }: LinkedMessage): EvidenceRow {
  return {
    rule: '',
    ruleVersion: 0,
    caseKey: '',
    onePer: {},
    role: 'decides',
    clock: -1,
    item: null,
    matchKey: null,
    eventId: envelope.id,
    source: envelope.source,
    type: envelope.type,
    occurredAt: envelope.occurredAt,
    receivedAt,
    dayPrecision: envelope.timePrecision === 'day',
    person: isPerson ? person : null,
    dates: {},
    details: {},
    opening: {},
    difference: null,
    asConflict: false,
    retracts: null,
    pending: null,
  }
}
