import { spoilt } from '#testkit/misbehaviour'
import type { Random } from '#testkit/random'
import type { Day } from './days.js'
import { livesPost } from './lives/lives-post.js'
import { commonPlatformHearing, type HeardOrder, type Hearing } from './natives/hearing.js'
import { libraDocument } from './natives/libra-document.js'
import {
  dispatchHeader,
  dispatchRow,
  paperHeader,
  paperRow,
  visorHeader,
  visorRow,
} from './natives/register-csv.js'
import type { NativePost } from './native-post.js'
import { pncTransaction } from './natives/pnc-transaction.js'
import { spiMessage } from './natives/spi-message.js'
import { type CourtOrder, keyOf } from './orders.js'
import type { Step } from './stories.js'

type HearingStep = Extract<Step, { does: 'hearing' }>

/** Defendants in one hearing. */
const DEFENDANTS_MAX = 3

/** What courts, ViSOR and the bureau's operators send on a day, in their own formats: hearings of up to three defendants, one note a court. */
export function postOf(day: Day, steps: readonly Step[], random: Random): NativePost[] {
  const hearings = steps.filter((step) => step.does === 'hearing')
  const dispatched = steps.filter((step) => step.does === 'dispatch').map(({ order }) => order)
  const recorded = steps.filter((step) => step.does === 'visor').map(({ order }) => order)
  const marked = steps.filter((step) => step.does === 'mark').map(({ order }) => order)
  return [
    ...hearingsOf(hearings).flatMap((hearing) => hearingPost(hearing, random)),
    ...notesOf(day, dispatched),
    ...(recorded.length === 0 ? [] : [visorPost(day, recorded)]),
    ...(marked.length === 0 ? [] : [markPost(day, marked)]),
    ...livesPost(day, steps),
  ]
}

/** The paper copies that reach the Sex Offenders Registration Unit on a day, as typed into its post book. */
export function paperPost(
  papers: readonly { order: CourtOrder; change: '' | 'VARIED' | 'DISCHARGED' }[],
): NativePost {
  return {
    edge: 'police',
    path: '/desk/post',
    contentType: 'text/csv',
    body: csv(
      paperHeader(),
      papers.map(({ order, change }) => paperRow(order, change)),
    ),
    expects: 'accepted',
    about: `${papers.length} paper copies`,
  }
}

function hearingsOf(steps: readonly HearingStep[]): HearingStep[][] {
  const hearings: HearingStep[][] = []
  const open = new Map<string, HearingStep[]>()
  for (const step of steps) {
    const alone = step.mischief !== undefined || step.change !== undefined
    const key = `${step.order.court.code} ${step.heardOn}`
    const hearing = alone ? undefined : open.get(key)
    if (hearing !== undefined && hearing.length < DEFENDANTS_MAX) hearing.push(step)
    else {
      const begun = [step]
      hearings.push(begun)
      if (!alone) open.set(key, begun)
    }
  }
  return hearings
}

function hearingPost(steps: readonly HearingStep[], random: Random): NativePost[] {
  const [first] = steps
  const heard = steps.map(({ order, change }): HeardOrder =>
    change === undefined ? { order } : { order, change },
  )
  const post = nativeHearing(
    { heardOn: first!.heardOn, heard },
    steps.map(({ order }) => keyOf(order)).join(', '),
  )
  if (first!.mischief === 'twice') return [post, post, { ...post, body: rewritten(String(post.body)) }]
  if (first!.mischief !== 'malformed') return [post]
  const { name, body } = spoilt(String(post.body), random)
  return [{ ...post, body, expects: 'refused', about: `${post.about}: ${name}` }]
}

function nativeHearing(hearing: Hearing, about: string): NativePost {
  const edge = 'courts' as const
  const expects = 'accepted' as const
  switch (hearing.heard[0]!.order.court.system) {
    case 'common-platform': {
      const body = commonPlatformHearing(hearing)
      return {
        edge,
        path: '/common-platform/hearings',
        contentType: 'application/json',
        body,
        expects,
        about,
      }
    }
    case 'libra':
      return {
        edge,
        path: '/libra/results',
        contentType: 'text/xml',
        body: libraDocument(hearing),
        expects,
        about,
      }
    case 'spi':
      return {
        edge,
        path: '/libra/results',
        contentType: 'text/xml',
        body: spiMessage(hearing),
        expects,
        about,
      }
  }
}

/** The same message as another relay would write it: other bytes, nothing else said. */
function rewritten(body: string): string {
  return body.startsWith('{')
    ? JSON.stringify(JSON.parse(body), null, 2)
    : body.replace('?>', '?>\n<!-- again -->')
}

function notesOf(day: Day, orders: readonly CourtOrder[]): NativePost[] {
  const byCourt = Map.groupBy(orders, ({ court }) => court.code)
  return [...byCourt].map(([court, sent]) => ({
    edge: 'courts',
    path: '/order-copies',
    contentType: 'text/csv',
    body: csv(
      dispatchHeader(),
      sent.map((order) => dispatchRow(order, day)),
    ),
    expects: 'accepted',
    about: `${sent.length} copies from ${court}`,
  }))
}

function visorPost(day: Day, orders: readonly CourtOrder[]): NativePost {
  return {
    edge: 'police',
    path: `/visor/orders?recordedOn=${day}`,
    contentType: 'text/csv',
    body: csv(
      visorHeader(),
      orders.map((order) => visorRow(order)),
    ),
    expects: 'accepted',
    about: `${orders.length} orders recorded in ViSOR`,
  }
}

function markPost(day: Day, orders: readonly CourtOrder[]): NativePost {
  return {
    edge: 'police',
    path: '/pnc/transactions',
    contentType: 'text/plain',
    body: `${orders.map((order) => pncTransaction(order, day)).join('\n')}\n`,
    expects: 'accepted',
    about: `${orders.length} PNC transactions`,
  }
}

function csv(header: string, rows: readonly string[]): string {
  return `${[header, ...rows].join('\n')}\n`
}
