import type { Fault } from '#core/kernel'

/** What became of one event of a request. Where the register has it is asked later, at `GET /receipts/{eventId}`. */
export type Receipt =
  | { index: number; status: 'accepted'; id: string; source: string }
  | { index: number; status: 'duplicate'; id: string; source: string; of: DuplicateOf }
  | { index: number; status: 'refused'; id?: string; source?: string; faults: readonly Fault[] }

/** The first of its kind: one that the register knows, or an earlier one in the same request. */
export type DuplicateOf =
  { id: string; source: string; settledAt: string } | { id: string; source: string; index: number }

export interface EventsAnswer {
  /** Under which the bytes of the request are kept. */
  submission: string
  receipts: Receipt[]
}
