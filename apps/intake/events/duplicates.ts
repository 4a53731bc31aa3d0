import { isoInstant } from '#core/kernel'
import { contentHash } from '#core/messages'
import type { RegisterReceipt } from '../store/register-view.js'
import type { Judged } from './judge-event.js'
import type { Receipt } from './receipt.js'

/**
 * One receipt per event, in order. Which are duplicates is advisory, from one look-up; all that were judged fit are
 * published whatever it says, and the register decides. The same id with another content is said to be refused, because
 * that is what the register will do.
 */
export function receiptsFor(
  judged: readonly Judged[],
  known: ReadonlyMap<string, RegisterReceipt>,
): Receipt[] {
  const first = new Map<string, number>()
  return judged.map((event, index): Receipt => {
    if (!event.ok) {
      const { ok: _ok, ...refusal } = event
      return { index, status: 'refused', ...refusal }
    }
    const { id, source } = event.envelope
    const key = `${source} ${id}`
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, index)
    const kept = known.get(key)
    const before = earlier === undefined ? undefined : judged[earlier]
    if (kept !== undefined)
      return kept.contentHash === null || kept.contentHash === hashOf(event)
        ? {
            index,
            status: 'duplicate',
            id,
            source,
            of: { id, source, settledAt: isoInstant(kept.decidedAt) },
          }
        : reused(index, id, source, `settled ${isoInstant(kept.decidedAt)}`)
    if (before?.ok)
      return hashOf(before) === hashOf(event)
        ? { index, status: 'duplicate', id, source, of: { id, source, index: earlier! } }
        : reused(index, id, source, `number ${earlier} of this request`)
    return { index, status: 'accepted', id, source }
  })
}

function hashOf(event: Extract<Judged, { ok: true }>): string {
  return contentHash(event.envelope, event.data)
}

function reused(index: number, id: string, source: string, first: string): Receipt {
  const says = `The id was used before for another content (${first}); give a new fact a new id.`
  return { index, status: 'refused', id, source, faults: [{ code: 'HUB_EVENT_ID_REUSED', at: '/id', says }] }
}
