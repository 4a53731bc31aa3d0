/** A copy of an order on paper, as it was typed into the post book. */
export interface PaperCopy {
  courtCode: string
  orderId: string
  change: '' | 'VARIED' | 'DISCHARGED'
  orderType: string
  madeOn?: string
  endsOn?: string
  person: Record<string, unknown>
  complete: boolean
  conditions: string[]
}

/** What the unit knows of one order and has done about it. */
export interface DeskCase {
  courtCode: string
  orderId: string
  paper: PaperCopy | null
  /** The court says that a copy is on its way. */
  announced: boolean
  /** The hub has told of a gap that nobody has worked on yet. */
  gapOpen: boolean
  /** Discharged or quashed. */
  ended: boolean
  requests: number
  requestedOn: string | null
  todo: 'apply' | 'remove' | null
  attempts: number
  /** How the PNC answered the last transaction; what it lost it had accepted, and what it could not read has no answer. */
  answer: 'applied' | 'rejected' | 'lost' | 'delayed' | null
  /** Whether the PNC holds a marker that is not removed. */
  marked: boolean
}

export type DeskAction = { does: 'request' } | { does: 'transact'; action: 'applied' | 'amended' | 'removed' }

/** "Despite requests": the unit asks twice, and then it is for others to act. */
export const REQUESTS_MAX = 2

/**
 * What the unit does next about an order, if anything. A marker is set from the paper copy only; without one the court is
 * asked, and once more when it has not answered in time.
 * @param overdue whether the court's time to answer a request of that day is over
 */
export function nextAction(one: DeskCase, overdue: (requestedOn: string) => boolean): DeskAction | undefined {
  if (one.todo === 'remove') return one.marked ? { does: 'transact', action: 'removed' } : undefined
  if (one.ended || one.answer === 'delayed') return undefined
  if (one.paper !== null) {
    const again = one.answer === 'rejected' || one.gapOpen
    if (one.todo !== 'apply' && !again) return undefined
    return { does: 'transact', action: one.marked ? 'amended' : 'applied' }
  }
  if (one.requests === 0) return one.gapOpen ? { does: 'request' } : undefined
  const waits = one.announced || one.requests >= REQUESTS_MAX || one.requestedOn === null
  return waits || !overdue(one.requestedOn!) ? undefined : { does: 'request' }
}
