import { describe, expect, it } from '@jest/globals'
import { theCatalogue } from '#testkit/catalogue'
import { Case, type Fact, fact } from './case.fixture.js'
import { compileRules } from './compile-rules.js'
import { knownFrom } from './person-facts.fixture.js'

const rules = compileRules(theCatalogue())

describe('a recalled person who is not back in time', () => {
  const decided = (at: string, outcome = 'REVOKED'): Fact =>
    fact('probation.recall.decided', { at, data: { outcome, recallType: 'STANDARD', emergency: false } })
  const revoked = decided('2011-10-06T10:00:00Z')
  const overdue = (at: string): Fact => fact('hub.gap.opened', { at, data: { rule: 'RR-26', details: {} } })
  const ended = (at: string): Fact => fact('hub.gap.closed', { at, data: { rule: 'RR-26' } })
  const arrested = (at: string): Fact => fact('police.recall-arrest.made', { at })
  const received = (at: string): Fact =>
    fact('prison.prisoner.received', { at, data: { reason: 'ADMISSION', prison: 'WWI', recall: true } })
  const missed = overdue('2011-10-10T10:00:00Z')
  const report = (reason: string, action = 'circulated', at = '2011-10-01T10:00:00Z'): Fact =>
    fact('pnc.wanted-report.updated', { at, data: { action, reason } })
  const amended = (formerReason: string, reason: string, at: string): Fact =>
    fact('pnc.wanted-report.updated', { at, data: { action: 'amended', reason, formerReason } })
  const statusOf = (...facts: Fact[]): string =>
    new Case(rules, 'RR-84', knownFrom(...facts)).hear(...facts).judged('2011-10-20T00:00:00Z').status
  const statusAfter = (...reports: Fact[]): string => statusOf(revoked, missed, ...reports)

  it('is to be shown as wanted for that, whatever else the person was wanted for', () => {
    expect(statusAfter()).toBe('breached')
    expect(statusAfter(report('failed to notify'))).toBe('breached')
    expect(statusAfter(report('failed to notify'), report('recall to custody', 'amended'))).toBe('waiting')
  })

  it('is to be shown again once the report of an earlier recall was cancelled, and another report does not matter', () => {
    const [circulated, cancelled] = [
      report('recall to custody'),
      report('recall to custody', 'cancelled', '2011-10-02T10:00:00Z'),
    ]
    expect(statusAfter(circulated, cancelled)).toBe('breached')
    expect(statusAfter(circulated, report('offence', 'cancelled', '2011-10-02T10:00:00Z'))).toBe('waiting')
  })

  it('is shown as wanted for what an amended report now names, and not for what it named before', () => {
    const other = amended('recall to custody', 'offence', '2011-10-02T10:00:00Z')
    expect(statusAfter(report('recall to custody'), other)).toBe('breached')
    const back = amended('offence', 'recall to custody', '2011-10-03T10:00:00Z')
    expect(statusAfter(report('recall to custody'), other, back)).toBe('waiting')
    const same = amended('recall to custody', 'recall to custody', '2011-10-02T10:00:00Z')
    expect(statusAfter(report('recall to custody'), same)).toBe('waiting')
  })

  it('is shown by its own report still, when another report is amended', () => {
    const both = [report('recall to custody'), report('offence', 'circulated', '2011-10-02T10:00:00Z')]
    const meanwhile = (at: string): Fact[] => [
      report('offence', 'amended', at),
      amended('offence', 'missing', at),
      amended('failed to notify', 'offence', at),
    ]
    for (const said of meanwhile('2011-10-03T10:00:00Z')) expect(statusAfter(...both, said)).toBe('waiting')
    const shown = report('recall to custody', 'circulated', '2011-10-10T12:00:00Z')
    for (const said of meanwhile('2011-10-11T13:00:00Z')) expect(statusAfter(shown, said)).toBe('met')
  })

  it('is to be shown again where the report is taken away or amended while the recall is outstanding', () => {
    const shown = report('recall to custody', 'circulated', '2011-10-10T12:00:00Z')
    expect(statusAfter(shown)).toBe('met')
    const away = report('recall to custody', 'cancelled', '2011-10-10T13:00:00Z')
    expect(statusAfter(shown, away)).toBe('breached')
    const other = amended('recall to custody', 'offence', '2011-10-10T13:00:00Z')
    expect(statusAfter(shown, other)).toBe('breached')
    expect(statusAfter(report('recall to custody'), away)).toBe('breached')
    expect(statusAfter(shown, report('offence', 'cancelled', '2011-10-10T13:00:00Z'))).toBe('met')
  })

  it('and whose report names something else all the while has no more time for it', () => {
    const all = [revoked, missed, amended('missing', 'offence', '2011-10-11T09:00:00Z')]
    const case84 = new Case(rules, 'RR-84', knownFrom(...all)).hear(...all)
    expect(case84.judged('2011-10-11T10:00:01Z').status).toBe('breached')
  })

  it('is shown no longer, and rightly, once the recall is at its end', () => {
    const shown = report('recall to custody', 'circulated', '2011-10-10T12:00:00Z')
    const away = report('recall to custody', 'cancelled', '2011-10-10T19:00:00Z')
    expect(statusAfter(shown, arrested('2011-10-10T18:00:00Z'), away)).toBe('met')
    expect(statusAfter(shown, received('2011-10-10T18:00:00Z'), away)).toBe('met')
  })

  it('is asked for by when things happened, whenever the hub heard of them', () => {
    const shown = report('recall to custody', 'circulated', '2011-10-07T10:00:00Z')
    const away = report('recall to custody', 'cancelled', '2011-10-11T10:00:00Z')
    const heardLate = [overdue('2011-10-10T10:00:00Z'), ended('2011-10-13T10:00:00Z')]
    const inTime = [arrested('2011-10-10T09:00:00Z'), received('2011-10-10T12:00:00Z')]
    expect(statusOf(revoked, shown, away, ...inTime)).toBe('waiting')
    expect(statusOf(revoked, shown, away, ...inTime, ...heardLate)).toBe('waiting')
    expect(statusOf(revoked, shown, away, inTime[0]!, ...heardLate)).toBe('waiting')
    expect(statusOf(revoked, shown, away, inTime[1]!, ...heardLate)).toBe('waiting')
    expect(statusOf(revoked, inTime[0]!, ...heardLate)).toBe('waiting')
    expect(statusOf(revoked, ...heardLate)).toBe('breached')
  })

  it('is asked for where the gap of another record of the person ended, and this one is still missed', () => {
    const shown = report('recall to custody', 'circulated', '2011-10-10T12:00:00Z')
    const away = report('recall to custody', 'cancelled', '2011-10-11T10:00:00Z')
    expect(statusAfter(shown, ended('2011-10-10T18:00:00Z'), away)).toBe('breached')
  })

  it('is asked for by the last recall: a return that is not due yet is nobody’s absence', () => {
    const [back, out] = [
      received('2011-10-11T10:00:00Z'),
      fact('prison.prisoner.released', { at: '2011-10-13T10:00:00Z', data: { reason: 'RELEASED' } }),
    ]
    const shown = report('recall to custody', 'circulated', '2011-10-14T12:00:00Z')
    const away = report('recall to custody', 'cancelled', '2011-10-14T13:00:00Z')
    const again = decided('2011-10-14T10:00:00Z')
    const earlier = [
      revoked,
      report('recall to custody', 'circulated', '2011-10-10T12:00:00Z'),
      missed,
      back,
      out,
    ]
    expect(statusOf(...earlier, again, shown, away)).toBe('met')
    expect(statusOf(...earlier, decided('2011-10-14T10:00:00Z', 'NOT_REVOKED'), shown, away)).toBe('met')
  })
})
