import { describe, expect, it } from '@jest/globals'
import type { Marking } from '#core/messages'
import { effectsOf, profileAsAt, type ProfileEntry } from '#core/profile'
import { theCatalogue } from '#testkit/catalogue'
import type { EventWish } from '#testkit/builders'
import {
  aRecallArrest,
  aRecallDecision,
  aRecordOpened,
  aRecordUpdated,
  aReception,
  anAnswer,
  aRecallRequest,
  aRelease,
  aWantedReport,
  aDebrief,
} from '#testkit/builders'
import { compileSharing } from './compile-sharing.js'
import { offer } from './contracts.fixture.js'
import { decideSharing } from './decide-sharing.js'
import type { Decision } from './decision.js'

const catalogue = theCatalogue()
const policy = compileSharing(catalogue)

/** One person, of whom facts are said one after the other; who hears each, as the contracts have it. */
class Somebody {
  private readonly entries: ProfileEntry[] = []
  private readonly told = new Set<string>()

  say({ type, unit, source, time, data, marking = 'restricted' }: EventWish): readonly Decision[] {
    const at = Date.parse(time)
    const plain = offer().message
    const envelope = {
      ...plain.envelope,
      ...{ id: `${type}-${time}`, type, unit, source, time, occurredAt: at, marking: marking as Marking },
    }
    const message = { ...plain, envelope, receivedAt: at }
    this.entries.push(...effectsOf(message, data, catalogue.events.get(`${type}@1`)!, new Map()))
    const person = profileAsAt(this.entries, at, catalogue.profile)
    const occasion = { ...offer(), message, data, at, personNow: person, personThen: person }
    const { decisions } = decideSharing(policy, { ...occasion, told: this.told })
    for (const { unit, outcome } of decisions) if (outcome === 'shared') this.told.add(unit)
    return decisions
  }
}

const outcomeOf = (decisions: readonly Decision[], unit: string): string | undefined => {
  const one = decisions.find((decision) => decision.unit === unit)
  return one?.outcome === 'withheld' ? one.reason : one?.outcome
}
const fieldsOf = (decisions: readonly Decision[], unit: string): string[] => {
  const one = decisions.find((decision) => decision.unit === unit)
  return one?.outcome === 'shared' ? Object.keys(JSON.parse(one.copy.toString()) as object).sort() : []
}

const LEWISHAM = 'police/jigsaw-lewisham'
const who = { crn: 'X810001', noms: 'A8101RC', surname: 'Charged', borough: 'E09000023', prison: 'WWI' }
const RETURN = {
  ...{ consularRef: 'CN/2011/0042', surname: 'Homer', pnc: '2001/0171310W', visorRef: 'V-1' },
  ...({ treatedAs: 'notification', toUnit: 'police/jigsaw-camden' } as const),
}
const openedAs = (nominalType: string, at = '2011-10-01T09:00:00Z'): EventWish => {
  const opened = aRecordOpened(who, at, LEWISHAM)
  return { ...opened, data: { ...(opened.data as object), nominalType } }
}
const updatedWith = (at: string, said: object): EventWish => {
  const updated = aRecordUpdated(who, at, LEWISHAM)
  return { ...updated, data: { ...(updated.data as object), ...said } }
}

describe('a person on licence who is charged', () => {
  const charged = (): Somebody => {
    const somebody = new Somebody()
    somebody.say(openedAs('charged'))
    return somebody
  }

  it('is known as charged to the police alone', () => {
    const told = new Somebody().say(openedAs('charged'))
    expect(outcomeOf(told, 'police/central-jigsaw')).toBe('shared')
    expect(outcomeOf(told, 'probation/london')).toBe('excluded')
    expect(outcomeOf(told, 'mappa-office/executive')).toBe('excluded')
  })

  it('stays known to probation and the prison in all else: the answer, the decision, the arrest, the return', () => {
    const somebody = charged()
    const answer = somebody.say(anAnswer(who, '2011-10-03T14:00:00Z', 'police/biu-lewisham'))
    expect(outcomeOf(answer, 'probation/london')).toBe('shared')
    const decision = somebody.say(aRecallDecision(who, '2011-10-04T16:00:00Z'))
    expect(outcomeOf(decision, 'probation/london')).toBe('shared')
    expect(outcomeOf(decision, 'prisons/wwi')).toBe('shared')
    const arrest = aRecallArrest(who, '2011-10-06T10:00:00Z', 'police/biu-lewisham')
    const named = { ...arrest, data: { ...(arrest.data as object), prison: 'WWI' } }
    expect(outcomeOf(somebody.say(named), 'prisons/wwi')).toBe('shared')
    const back = somebody.say(aReception(who, '2011-10-07T10:00:00Z', { recall: true }))
    expect(outcomeOf(back, 'probation/noms-recall')).toBe('shared')
  })

  it('is not given away by the end of the record after a dismissal', () => {
    const archived = charged().say(
      updatedWith('2011-11-01T09:00:00Z', { section: 'status', status: 'archived' }),
    )
    expect(outcomeOf(archived, 'police/central-jigsaw')).toBe('shared')
    expect(outcomeOf(archived, 'probation/london')).toBe('excluded')
  })

  it('is held as an offender once the record says so, and probation sees the record from then on', () => {
    const somebody = charged()
    const convicted = somebody.say(updatedWith('2011-11-01T09:00:00Z', { nominalType: 'RSO' }))
    expect(fieldsOf(convicted, 'probation/london')).toEqual(['section', 'status', 'visorRef'])
  })
})

describe('a potentially dangerous person', () => {
  it('is no matter for probation’s recall desk, its victim liaison officers, or a governor', () => {
    const never = (exclusion: string): string[] =>
      catalogue.exclusions
        .filter((each) => each.exclusion === exclusion)
        .flatMap((each) => each.never.flatMap((one) => ('role' in one ? [one.role] : [])))
    for (const exclusion of ['potentially-dangerous-person', 'charged-not-convicted'])
      expect(never(exclusion)).toEqual(expect.arrayContaining(['recall-desk', 'victim-liaison', 'governor']))
    const somebody = new Somebody()
    somebody.say(openedAs('PDP'))
    const back = somebody.say(aReception(who, '2011-10-07T10:00:00Z', { recall: true }))
    expect(outcomeOf(back, 'probation/noms-recall')).toBe('excluded')
    expect(outcomeOf(back, 'probation/london')).toBe('excluded')
  })
})

describe('who is named to hear', () => {
  it('tells the border who is wanted, and immigration of the release of a foreign national, and of no other', () => {
    const wanted = new Somebody().say(aWantedReport(who, '2011-10-08T20:00:00Z'))
    expect(fieldsOf(wanted, 'immigration/border')).toEqual(['action', 'person', 'reason'])
    const released = (data: object): readonly Decision[] =>
      new Somebody().say(aRelease(who, '2011-10-10T09:00:00Z', data))
    const casework = 'immigration/criminal-casework'
    const fields = ['licence', 'person', 'prison', 'reason']
    expect(fieldsOf(released({ foreignNational: true }), casework)).toEqual(fields)
    for (const said of [{ foreignNational: false }, {}])
      expect(outcomeOf(released(said), casework)).toBe('condition-false')
  })

  it.each(['RELEASED_TO_HOSPITAL', 'TEMPORARY_ABSENCE_RELEASE', 'SENT_TO_COURT', 'TRANSFERRED', 'UNKNOWN'])(
    'tells immigration of no foreign national who leaves a prison and is not let go: %s',
    (reason) => {
      const gone = aRelease(who, '2011-10-10T09:00:00Z', { reason, foreignNational: true })
      expect(outcomeOf(new Somebody().say(gone), 'immigration/criminal-casework')).toBe('condition-false')
    },
  )
})

describe('whoever was told of a recall', () => {
  const BOROUGH = ['police/dmm-lewisham', 'police/biu-lewisham']
  const recalled = (): Somebody => {
    const somebody = new Somebody()
    somebody.say(aRecallRequest(who, '2011-10-04T08:00:00Z'))
    somebody.say(aRecallDecision(who, '2011-10-04T16:00:00Z'))
    return somebody
  }

  it('sees whether the PNC shows it, without a name, and nothing of what else the person is wanted for', () => {
    const somebody = recalled()
    const wanted = aWantedReport(who, '2011-10-08T20:00:00Z')
    const told = somebody.say(wanted)
    for (const unit of BOROUGH) expect(fieldsOf(told, unit)).toEqual(['action', 'reason'])
    const other = somebody.say({
      ...wanted,
      data: { ...(wanted.data as object), reason: 'failed to notify' },
    })
    for (const unit of BOROUGH) expect(outcomeOf(other, unit)).toBe('condition-false')
  })

  it('hears that the person surrendered at a prison, without a name, and no other borough does', () => {
    const somebody = recalled()
    const back = somebody.say(aReception(who, '2011-10-09T10:00:00Z'))
    for (const unit of BOROUGH) expect(fieldsOf(back, unit)).toEqual(['prison', 'reason', 'recall'])
    expect(outcomeOf(back, 'police/dmm-camden')).toBeUndefined()
    const moved = somebody.say(aReception(who, '2011-10-20T10:00:00Z', { reason: 'TRANSFERRED' }))
    for (const unit of BOROUGH) expect(outcomeOf(moved, unit)).toBe('condition-false')
    const unknown = new Somebody().say(aReception(who, '2011-10-09T10:00:00Z', { recall: true }))
    for (const unit of BOROUGH) expect(outcomeOf(unknown, unit)).toBeUndefined()
  })

  it('hears of the prison after an arrest too, and of the report no more', () => {
    const somebody = recalled()
    somebody.say(aRecallArrest(who, '2011-10-06T10:00:00Z', LEWISHAM))
    const back = somebody.say(aReception(who, '2011-10-06T16:00:00Z'))
    for (const unit of BOROUGH) expect(outcomeOf(back, unit)).toBe('shared')
    const taken = somebody.say(aWantedReport(who, '2011-10-06T17:00:00Z', 'cancelled'))
    for (const unit of BOROUGH) expect(outcomeOf(taken, unit)).toBe('condition-false')
  })

  it('hears of no admission once that recall has ended, and who was told of a release alone hears of none', () => {
    const somebody = recalled()
    somebody.say(aReception(who, '2011-10-09T10:00:00Z', { recall: true }))
    somebody.say(aRelease(who, '2012-02-09T10:00:00Z'))
    const released = new Somebody()
    expect(outcomeOf(released.say(aRelease(who, '2011-02-09T10:00:00Z')), 'police/biu-lewisham')).toBe(
      'shared',
    )
    for (const person of [somebody, released]) {
      const sentenced = person.say(aReception(who, '2012-10-09T10:00:00Z'))
      expect(outcomeOf(sentenced, 'police/biu-lewisham')).toBe('condition-false')
      const wanted = person.say(aWantedReport(who, '2012-10-10T10:00:00Z'))
      expect(outcomeOf(wanted, 'police/biu-lewisham')).toBe('condition-false')
    }
  })
})

describe('the officer at the port', () => {
  it('hears that the debrief was held, and nothing of what was learnt', () => {
    const told = new Somebody().say(aDebrief(RETURN, '2011-11-10T15:00:00Z'))
    expect(fieldsOf(told, 'police/port')).toEqual(['consularRef'])
  })
})
