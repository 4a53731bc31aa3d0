import { type Instant, isoInstant } from '#core/kernel'
import type { Attempt, WebhookReport } from './webhook-store.js'

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : isoInstant(at))

/** A webhook as its receiver sees it; never with a secret. */
export function reportJson(report: WebhookReport): object {
  const { receiver, url, state, code, waiting } = report
  return {
    receiver,
    url,
    state,
    code,
    copiesWaiting: waiting,
    lanesFailing: report.failing_lanes,
    lanesParked: report.parked_lanes,
    failingSince: isoOrNull(report.failing_since),
    pausedUntil: isoOrNull(report.paused_until),
    secrets: report.secrets.map(({ made_at: madeAt, ends_at: endsAt }) => ({
      madeAt: isoInstant(madeAt),
      endsAt: isoOrNull(endsAt),
    })),
  }
}

export function attemptJson({ at, ...attempt }: Attempt): object {
  return { ...attempt, at: isoInstant(at) }
}
