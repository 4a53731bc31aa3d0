import type { Instant } from '#core/kernel'
import type { Lane } from './lane-store.js'

/** One request that was made, and how it ended. */
export interface Sent {
  webhookId: string
  position: number
  /** Which attempt at this copy it was, from 1. */
  attempt: number
  at: Instant
  tookMs: number
  code: string | null
  status: number | null
}

/** How far a lane came. */
export interface LaneResult {
  lane: Lane
  sent: Sent[]
  /** Copies taken with 2xx. */
  taken: number[]
  /** Copies that need no sending, since they were acknowledged on another way. */
  needless: number[]
  failure?: { code: string; retryAfterMs: number }
}

/** Whether the receiver has said that it wants no more. */
export function isGone({ failure }: LaneResult): boolean {
  return failure?.code === 'HUB_WEBHOOK_GONE'
}
