import type { Confirmed } from '#platform/edge'
import { type HmppsEvent, writeHmppsEvent } from '#platform/native'
import type { DeliusCase } from './delius-case.js'
import type { DeliusStep } from './step.js'

const LICENCE_EVENTS: Readonly<Record<string, string>> = {
  activated: 'create-and-vary-a-licence.licence.activated',
  varied: 'create-and-vary-a-licence.variation.activated',
  ended: 'create-and-vary-a-licence.licence.inactivated',
}

/**
 * What the register tells the world of a step, from what it holds. Licences and registrations go by the services' own names
 * (V, DOMAIN C.10); the steps of a recall, for which no public name is known, by names in their pattern (A).
 */
export function announced({ transaction, at, entry: held }: Confirmed<DeliusStep, DeliusCase>): HmppsEvent {
  const { entry } = transaction
  const of = { CRN: held.crn, NOMS: held.person['noms'] as string | undefined }
  const say = (eventType: string, information: object): HmppsEvent =>
    writeHmppsEvent(eventType, at, of, { ...information })
  switch (entry.step) {
    case 'informationRequest':
      return say('probation-case.information.requested', held.request!)
    case 'recallRequest':
      return say('probation-case.recall.requested', {
        recallId: entry.recallId,
        ...held.recalls[entry.recallId],
      })
    case 'recallDecision':
      return say('probation-case.recall.decided', {
        recallId: entry.recallId,
        ...held.recalls[entry.recallId],
      })
    case 'recallDocument':
      return say('probation-case.recall.document-issued', {
        recallId: entry.recallId,
        document: entry.document,
        prison: entry.prison ?? held.recalls[entry.recallId]?.prison,
      })
    case 'licence': {
      const licence = held.licences[entry.kind]!
      return say(LICENCE_EVENTS[licence.action]!, { kind: entry.kind, ...licence })
    }
    case 'registration': {
      const { action, ...registered } = held.registration!
      return say(`probation-case.registration.${action}`, { registerTypeCode: 'MAPP', ...registered })
    }
  }
}
