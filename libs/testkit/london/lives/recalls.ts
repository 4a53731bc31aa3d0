import type { Random } from '#testkit/random'
import { type Day, daysBetween, isWorkingDay, plusDays, plusWorkingDays } from '../days.js'
import { type Dated, delius, log, nomis } from './entries.js'
import { inventedLife, type Life, type LifeStory, personGap } from './life.js'

/** What happens in a recall, and what of it goes wrong. */
export const RECALLS = {
  'recalled in time': 6,
  'recalled for a fixed term': 3,
  'asked, and not recalled': 2,
  'recall taken for an admission': 1,
  'nobody asked the police': 3,
  'the police did not answer': 2,
  'decided late': 2,
  'not found in time, and circulated': 3,
  'not found in time, and not circulated': 2,
  'dossier late': 2,
  'no Part B': 2,
} as const
export type RecallName = keyof typeof RECALLS

/** Monday to Wednesday: what hangs on elapsed hours has then run its course before a weekend. */
function beginnings(): Day[] {
  return daysBetween('2011-10-04', '2011-11-09').filter((day) => {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    return isWorkingDay(day) && weekday >= 1 && weekday <= 3
  })
}

export function recallStory(name: RecallName, random: Random, position: number): LifeStory {
  const life = inventedLife(random, position, { onLicence: true })
  const asked = random.pick(beginnings())
  const recallId = `R2011-${String(position).padStart(4, '0')}`
  return { name, life, gaps: [], misdeeds: [], steps: [], ...plot(name, life, asked, recallId) }
}

type Plot = Partial<Pick<LifeStory, 'steps' | 'gaps' | 'misdeeds'>>

function plot(name: RecallName, life: Life, asked: Day, recallId: string): Plot {
  const requested = plusWorkingDays(asked, 1)
  const arrested = plusWorkingDays(requested, 1)
  const steps = usual(life, asked, recallId)
  const { question, answer, request, decision, ...others } = steps
  const { arrest, back, dossier, partB, secondary } = others
  const about = { key: `recall:${recallId}`, because: name }
  switch (name) {
    case 'recalled in time':
      return { steps: Object.values(steps) }
    case 'asked, and not recalled':
      return {
        steps: [question, answer, request, decided(life, requested, recallId, { outcome: 'NOT_REVOKED' })],
      }
    case 'recall taken for an admission':
      return {
        steps: [question, answer, request, decision, arrest, back],
        misdeeds: [{ edge: 'prisons', misdeed: { about: life.noms, does: 'apply-wrongly' } }],
      }
    case 'recalled for a fixed term':
      return { steps: fixedTerm(life, asked, recallId) }
    case 'nobody asked the police':
      return {
        steps: [request, decision, ...Object.values(others)],
        gaps: [{ rule: 'RR-24', ...about, missedOn: requested, status: 'open' }],
      }
    case 'the police did not answer':
      return {
        steps: [question, request, decision, ...Object.values(others)],
        gaps: [
          { rule: 'RR-24', ...about, missedOn: requested, status: 'open' },
          {
            rule: 'RR-46',
            ...{ key: `information-request:${requestId(recallId)}`, missedOn: requested },
            ...{ because: name, status: 'open' },
          },
        ],
      }
    case 'decided late': {
      const late = plusWorkingDays(requested, 2)
      const revoked = decided(life, late, recallId, { outcome: 'REVOKED', prison: life.prison }, '11:00')
      return {
        steps: [question, answer, request, revoked, ...afterArrest(life, plusWorkingDays(late, 1), recallId)],
        gaps: [{ rule: 'RR-25', ...about, missedOn: plusDays(requested, 1), status: 'closed' }],
      }
    }
    case 'not found in time, and circulated':
    case 'not found in time, and not circulated': {
      const missedOn = plusDays(requested, 4)
      const foundOn = plusWorkingDays(missedOn, 5)
      const wanted = log(life, 'police/pnc-bureau', missedOn, '17:00', 'WANTED REPORT', {
        ...{ ACTION: 'CIRCULATE', REASON: 'RECALL TO PRISON' },
      })
      const late = personGap('RR-26', life, missedOn, name, 'closed')
      const unmarked = personGap('RR-84', life, plusDays(missedOn, 1), name, 'closed')
      const circulated = name === 'not found in time, and circulated'
      return {
        steps: [
          ...[question, answer, request, decision],
          ...(circulated ? [{ ...wanted, on: nextPost(missedOn) }] : []),
          ...afterArrest(life, foundOn, recallId),
        ],
        gaps: circulated ? [late] : [late, unmarked],
      }
    }
    case 'dossier late':
      return {
        steps: [
          ...[question, answer, request, decision, arrest, back, partB, secondary],
          document(life, plusWorkingDays(arrested, 4), recallId, 'DOSSIER'),
        ],
        gaps: [personGap('RR-27', life, plusWorkingDays(arrested, 1), name, 'closed')],
      }
    case 'no Part B':
      return {
        steps: [question, answer, request, decision, arrest, back, dossier, secondary],
        gaps: [personGap('RR-27', life, plusWorkingDays(arrested, 14), name, 'open')],
      }
  }
}

/** Everything in time: asked and answered, requested and decided, arrested the day after, and the documents. */
function usual(life: Life, asked: Day, recallId: string): Record<UsualStep, Dated> {
  const requested = plusWorkingDays(asked, 1)
  const [arrest, back, dossier, partB, secondary] = afterArrest(life, plusWorkingDays(requested, 1), recallId)
  return {
    ...{ question: question(life, asked, recallId), answer: answer(life, asked, recallId) },
    request: request(life, requested, recallId, 'STANDARD'),
    decision: decided(life, requested, recallId, { outcome: 'REVOKED', prison: life.prison }),
    ...{ arrest: arrest!, back: back!, dossier: dossier!, partB: partB!, secondary: secondary! },
  }
}
type UsualStep =
  'question' | 'answer' | 'request' | 'decision' | 'arrest' | 'back' | 'dossier' | 'partB' | 'secondary'

const requestId = (recallId: string): string => `IR-${recallId}`

function question(life: Life, on: Day, recallId: string): Dated {
  return delius(life, on, '10:00', 'informationRequest', {
    ...{ requestId: requestId(recallId), purpose: 'RECALL', urgent: true },
  })
}

function answer(life: Life, on: Day, recallId: string): Dated {
  return log(life, life.intelligence, on, '15:00', 'ANSWER', {
    ...{ REQUEST_ID: requestId(recallId), REQUESTER: 'probation/london', PURPOSE: 'RECALL', HANDLING: '2' },
    SUMMARY: 'Seen twice this week at an address that the licence forbids.',
  })
}

function request(life: Life, on: Day, recallId: string, recallType: string): Dated {
  return delius(life, on, '10:00', 'recallRequest', {
    ...{ recallId, recallType, emergency: false, reasonsForRecall: ['FAILED_TO_RESIDE'] },
  })
}

function decided(life: Life, on: Day, recallId: string, decision: object, time = '16:00'): Dated {
  return delius(life, on, time, 'recallDecision', { recallId, ...decision })
}

function document(life: Life, on: Day, recallId: string, kind: string): Dated {
  return delius(life, on, '12:00', 'recallDocument', { recallId, document: kind, prison: life.prison })
}

/** Arrested, back in prison the same day, and the three documents in their time. */
function afterArrest(life: Life, on: Day, recallId: string): Dated[] {
  const arrest = { RECALL_ID: recallId, CUSTODY_SUITE: 'Invented Street', PRISON: life.prison }
  return [
    log(life, life.intelligence, on, '11:00', 'RECALL ARREST', arrest),
    nomis(life, on, '16:00', 'IN', { REASON: 'ADMISSION', RECALL: 'Y' }),
    document(life, plusWorkingDays(on, 1), recallId, 'DOSSIER'),
    document(life, plusWorkingDays(on, 10), recallId, 'PART_B_RISK_REPORT'),
    document(life, plusWorkingDays(on, 17), recallId, 'SECONDARY_DOSSIER'),
  ]
}

/** Back for twenty-eight days, and out again on the last working day of them. */
function fixedTerm(life: Life, asked: Day, recallId: string): Dated[] {
  const requested = plusWorkingDays(asked, 1)
  const back = plusWorkingDays(requested, 1)
  const out = daysBetween(plusDays(back, 24), plusDays(back, 28)).filter(isWorkingDay).at(-1)!
  const [arrest, received, dossier] = afterArrest(life, back, recallId)
  return [
    ...[question(life, asked, recallId), answer(life, asked, recallId)],
    request(life, requested, recallId, 'FIXED'),
    decided(life, requested, recallId, {
      ...{ outcome: 'REVOKED', recallLength: 'TWENTY_EIGHT_DAYS', prison: life.prison },
    }),
    ...[arrest!, received!, dossier!],
    nomis(life, out, '09:00', 'OUT', { REASON: 'RELEASED' }),
  ]
}

/** Entries of a day without post go with the next. */
export function nextPost(day: Day): Day {
  return isWorkingDay(day) ? day : plusWorkingDays(day, 1)
}
