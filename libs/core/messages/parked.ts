import type { Message } from './envelope.js'

/** What an operator has decided about a message that a stage set aside: a fact, so that the repair is in the log. */
export interface ParkingDecision {
  verb: 'replay' | 'discard'
  stage: string
  /** `<topic>/<partition>/<offset>` */
  place: string
  reason: string
}

const VERBS: Record<string, ParkingDecision['verb']> = {
  'hub.message.replayed': 'replay',
  'hub.message.discarded': 'discard',
}

/** The decision that a fact is, if it is one for this stage. */
export function parkingDecisionOf(
  message: Message,
  data: unknown,
  stage: string,
): ParkingDecision | undefined {
  const verb = VERBS[message.envelope.type]
  if (verb === undefined) return undefined
  const said = data as { stage?: unknown; says?: unknown }
  const place = message.envelope.correlationId
  if (said.stage !== stage || place === undefined) return undefined
  return { verb, stage, place, reason: typeof said.says === 'string' ? said.says : '' }
}
