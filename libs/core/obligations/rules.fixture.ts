import { type ClockPhrase, parsePhrase, type WorkingCalendar, workingCalendar } from '#core/calendar'
import type { Clock, Condition, ConditionScope, Obligation, Unit } from '#core/catalogue'
import { HubError, type Instant } from '#core/kernel'
import { type CompiledRules, compileRules } from './compile-rules.js'

const HOLIDAYS = [
  '2011-01-03 2011-04-22 2011-04-25 2011-04-29 2011-05-02 2011-05-30 2011-08-29 2011-12-26 2011-12-27',
  '2012-01-02 2012-04-06 2012-04-09 2012-05-07 2012-06-04 2012-06-05 2012-08-27 2012-12-25 2012-12-26',
].flatMap((year) => year.split(' '))

export const england: WorkingCalendar = workingCalendar({
  name: 'england-and-wales',
  holidays: HOLIDAYS,
  covers: ['2011-01-01', '2012-12-31'],
})

/** An instant from London wall time written with its offset, or in UTC. */
export function instant(text: string): Instant {
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new Error(`${text} is no instant`)
  return at
}

export function phrase(text: string): ClockPhrase {
  const parsed = parsePhrase(text)
  if (!parsed.ok) throw new Error(parsed.fault.says)
  return parsed.phrase
}

/** A condition as the loader would compile it; a missing field is an error and not false. */
export function when(text: string, holds: (scope: Seen) => unknown): Condition {
  const value = (scope: ConditionScope): unknown => {
    try {
      return holds(scope as Seen)
    } catch (cause) {
      throw new HubError('HUB_CONDITION_FAILED', `\`${text}\` cannot be evaluated`, 'after-repair', { cause })
    }
  }
  return { text, readsPerson: /\bperson\./.test(text), value, holds: (scope) => value(scope) === true }
}

interface Seen extends Omit<ConditionScope, 'data' | 'person' | 'opening'> {
  data: Record<string, never>
  person: Record<string, unknown>
  opening: Record<string, unknown>
}

type SketchedClock = { due: string; warn?: string } & Partial<
  Pick<Clock, 'of' | 'expects' | 'precededBy' | 'onlyIf'>
>

type Sketch = Partial<Omit<Obligation, 'clocks' | 'ladder'>> & {
  obligation: string
  due: readonly (string | SketchedClock)[]
  ladder?: Readonly<Record<string, readonly string[]>>
}

export function obligation({ due, ladder = {}, ...said }: Sketch): Obligation {
  const restarts = said.each !== undefined || said.onePer?.some((by) => by === 'person' || by === 'unit')
  return {
    version: 1,
    says: `What ${said.obligation} asks for.`,
    source: 'seed 0, section C, paragraph 8',
    inForce: { fromAt: instant('2004-05-01T00:00:00+01:00'), untilAt: null },
    onePer: ['order'],
    kind: 'follow-up',
    opens: [],
    expects: [],
    restarts: restarts ? 'when ended' : 'never',
    conflicts: [],
    reopens: [],
    cancels: [],
    waitMs: 0,
    severity: 'high',
    carries: [],
    file: 'obligations/fixture.yaml',
    clocks: due.map((clock) => {
      const { due: text, warn, ...own }: SketchedClock = typeof clock === 'string' ? { due: clock } : clock
      const read = phrase(text)
      return {
        due: read,
        ...(read.anchor.at === 'event' ? { after: { type: read.anchor.type } } : {}),
        ...(warn === undefined ? {} : { warn: phrase(warn) }),
        expects: [],
        ...own,
        evidence: 'A',
      }
    }),
    ladder: Object.entries(ladder).map(([text, roles]) => ({ when: phrase(text), roles })),
    ...said,
  }
}

const partial = when("data.conditionsOnPnc == 'partial'", ({ data }) => data['conditionsOnPnc'] === 'partial')
const full = when("data.conditionsOnPnc == 'full'", ({ data }) => data['conditionsOnPnc'] === 'full')
const isVariation = (...types: string[]): Condition =>
  when(`data.changeType in ${JSON.stringify(types)}`, ({ data }) => types.includes(data['changeType'] ?? ''))

export const RR_01 = obligation({
  obligation: 'RR-01',
  opens: [{ type: 'courts.prevention-order.made' }],
  expects: [{ type: 'courts.order-copy.sent' }],
  due: ['3 working days after opening'],
  ladder: { 'at breach': ['central-jigsaw'], 'after 10 working days': ['head-of-court-administration'] },
})

export const RR_02 = obligation({
  obligation: 'RR-02',
  opens: [
    { type: 'courts.prevention-order.made' },
    { type: 'jigsaw.order.recorded' },
    {
      type: 'hub.difference.found',
      where: when("data.opens == 'RR-02'", ({ data }) => data['opens'] === 'RR-02'),
    },
  ],
  expects: [{ type: 'pnc.marker.updated', where: full }],
  conflicts: [{ type: 'pnc.marker.updated', where: partial }],
  reopens: [{ type: 'courts.prevention-order.varied', where: isVariation('VARIED', 'RENEWED') }],
  cancels: [{ type: 'courts.prevention-order.varied', where: isVariation('DISCHARGED', 'QUASHED') }],
  due: ['7 calendar days after pnc.order-copy.received', '10 calendar days after opening'],
  ladder: {
    'at breach': ['pnc-bureau', 'central-jigsaw'],
    'after 1 working day': ['borough-jigsaw'],
    'after 10 working days': ['head-of-court-administration'],
  },
  carries: ['courtCode', 'orderId', 'orderType', 'madeOn', 'conditions'],
})

export const RR_03 = obligation({
  obligation: 'RR-03',
  opens: [{ type: 'pnc.order-copy.requested' }],
  expects: [{ type: 'courts.order-copy.sent' }],
  due: ['5 working days after opening'],
  ladder: {
    'after 5 working days': ['central-jigsaw', 'head-of-court-administration'],
  },
  carries: ['courtCode'],
})

export const RR_04 = obligation({
  obligation: 'RR-04',
  onePer: ['data.details.courtCode'],
  each: { ...when('data.gapId', ({ data }) => data['gapId']) },
  opens: [
    {
      type: 'hub.gap.escalated',
      where: when("'head-of-court-administration' in data.roles", ({ data }) =>
        ((data['roles'] ?? []) as string[]).includes('head-of-court-administration'),
      ),
    },
  ],
  expects: [{ type: 'hub.gap.closed' }],
  due: ['1 month after opening'],
  carries: ['courtCode'],
})

export const RR_10 = obligation({
  obligation: 'RR-10',
  onePer: ['person'],
  opens: [{ type: 'courts.sentence.passed' }],
  expects: [{ type: 'jigsaw.notification.received' }],
  pausedWhile: when('person.inCustody', ({ person }) => person['inCustody'] === true),
  due: [{ due: '3 days beginning with opening', warn: '1 day before due' }],
  ladder: { 'at breach': ['borough-jigsaw'] },
})

export const RR_22 = obligation({
  obligation: 'RR-22',
  onePer: ['person'],
  opens: [{ type: 'prison.release-date.changed' }],
  expects: [{ type: 'prison.pre-release-notice.issued' }],
  due: ['6 months before data.releaseDate'],
})

export const RR_23 = obligation({
  obligation: 'RR-23',
  onePer: ['release'],
  kind: 'sequence',
  match: 'person',
  opens: [{ type: 'prison.prisoner.released' }],
  cancels: [{ type: 'prison.prisoner.received' }],
  precededBy: { type: 'prison.pre-release-notice.issued' },
  waitMs: 45 * 60_000,
  due: ['at opening'],
})

export const RR_26 = obligation({
  obligation: 'RR-26',
  onePer: ['person'],
  opens: [{ type: 'probation.recall.decided' }],
  expects: [{ type: 'police.recall-arrest.made' }],
  due: ['96 hours after opening'],
})

/** Three notices, each with a clock of its own; another date begins again, and the case stands on a daily list. */
export const NOTICES = obligation({
  obligation: 'RR-92',
  onePer: ['person'],
  restarts: 'at another date',
  opens: [{ type: 'prison.release-date.changed' }],
  cancels: [{ type: 'prison.prisoner.released' }],
  putRight: { by: { type: 'prison.prisoner.received' }, withinMs: 24 * 3_600_000 },
  listed: { minuteOfDay: 7 * 60, roles: ['daily-management'] },
  due: [
    {
      of: 'early notice',
      due: '10 calendar days before data.releaseDate',
      expects: [{ type: 'prison.pre-release-notice.issued' }],
    },
    {
      of: 'late notice',
      due: '2 working days before data.releaseDate',
      expects: [
        {
          type: 'prison.pre-release-notice.issued',
          where: when("data.stage == '5WD'", ({ data }) => data['stage'] === '5WD'),
        },
      ],
    },
  ],
  ladder: { 'at breach': ['prison'] },
})

/** What must come before and what after, each release by itself. */
export const PREPARED = obligation({
  obligation: 'RR-93',
  onePer: ['person'],
  restarts: 'at each opening',
  opens: [{ type: 'prison.prisoner.released' }],
  cancels: [{ type: 'prison.prisoner.received' }],
  waitMs: 45 * 60_000,
  withinMs: 30 * 24 * 3_600_000,
  due: [
    {
      of: 'notice',
      due: 'at opening',
      precededBy: { type: 'prison.pre-release-notice.issued' },
    },
    {
      of: 'licence',
      due: 'at opening',
      onlyIf: when('data.licence', ({ data }) => data['licence']),
      precededBy: { type: 'probation.licence.changed' },
    },
    { of: 'update', due: '1 working day after opening', expects: [{ type: 'jigsaw.visor-record.updated' }] },
  ],
  ladder: { 'at breach': ['prison'] },
})

export const RR_66 = obligation({
  obligation: 'RR-66',
  onePer: ['unit'],
  opens: [{ type: 'hub.month.began', every: 'mappa-prison' }],
  expects: [{ type: 'prison.mappa-meeting.held' }],
  due: ['end of the month'],
})

export function rulesOf(...obligations: Obligation[]): CompiledRules {
  const units = ['prisons/wsi', 'prisons/bxi'].map((unit) => [unit, mappaPrison(unit)] as const)
  const scheme = {
    says: 'An order of a court.',
    of: 'handle',
    canonical: 'parts',
    pattern: /./,
    check: 'none',
    perPerson: 'many',
    strength: 9,
    source: 'A',
  } as const
  return compileRules({
    obligations,
    events: new Map(),
    units: new Map(units),
    identifiers: new Map([
      ['order', { ...scheme, scheme: 'order', parts: ['courtCode', 'orderId'] }],
      ['release', { ...scheme, scheme: 'release', parts: ['releaseId'] }],
    ]),
    calendars: new Map([['england-and-wales', england]]),
  })
}

function mappaPrison(unit: string): Unit {
  return {
    ...{
      unit,
      organisation: 'prisons',
      name: unit,
      role: 'mappa-prison',
      publishes: ['prison'],
      systems: ['nomis'],
    },
    ...{ ceiling: 'restricted', subscribes: [], calendar: 'england-and-wales', extracts: [] },
  }
}
