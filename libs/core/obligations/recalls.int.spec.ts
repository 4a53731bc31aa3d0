import { describe, expect, it } from '@jest/globals'
import { theCatalogue } from '#testkit/catalogue'
import { Case, type Fact, fact } from './case.fixture.js'
import { compileRules } from './compile-rules.js'
import { knownFrom } from './person-facts.fixture.js'

const rules = compileRules(theCatalogue())

describe('a recalled person who is not back in time', () => {
  const missed = fact('hub.gap.opened', { at: '2011-10-10T10:00:00Z', data: { rule: 'RR-26', details: {} } })
  const report = (reason: string, action = 'circulated', at = '2011-10-01T10:00:00Z'): Fact =>
    fact('pnc.wanted-report.updated', { at, data: { action, reason } })
  const statusAfter = (...reports: Fact[]): string =>
    new Case(rules, 'RR-84', knownFrom(missed, ...reports))
      .hear(missed, ...reports)
      .judged('2011-10-12T00:00:00Z').status

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

  it('is shown as wanted for what an amended report now names, and for nothing else', () => {
    const other = report('offence', 'amended', '2011-10-02T10:00:00Z')
    expect(statusAfter(report('recall to custody'), other)).toBe('breached')
    const back = report('recall to custody', 'amended', '2011-10-03T10:00:00Z')
    expect(statusAfter(report('recall to custody'), other, back)).toBe('waiting')
  })

  it('is to be shown again where the report is taken away or amended while the recall is outstanding', () => {
    const shown = report('recall to custody', 'circulated', '2011-10-10T12:00:00Z')
    expect(statusAfter(shown)).toBe('met')
    const away = report('recall to custody', 'cancelled', '2011-10-10T13:00:00Z')
    expect(statusAfter(shown, away)).toBe('breached')
    expect(statusAfter(shown, report('offence', 'amended', '2011-10-10T13:00:00Z'))).toBe('breached')
    expect(statusAfter(report('recall to custody'), away)).toBe('breached')
    expect(statusAfter(shown, report('offence', 'cancelled', '2011-10-10T13:00:00Z'))).toBe('met')
  })

  it('and whose report names something else all the while has no more time for it', () => {
    const amended = report('offence', 'amended', '2011-10-11T09:00:00Z')
    const case84 = new Case(rules, 'RR-84', knownFrom(missed, amended)).hear(missed, amended)
    expect(case84.judged('2011-10-11T10:00:01Z').status).toBe('breached')
  })

  it('is shown no longer, and rightly, once the recall is at its end', () => {
    const shown = report('recall to custody', 'circulated', '2011-10-10T12:00:00Z')
    const found = fact('hub.gap.closed', { at: '2011-10-10T18:00:00Z', data: { rule: 'RR-26' } })
    const away = report('recall to custody', 'cancelled', '2011-10-10T19:00:00Z')
    const all = [missed, shown, found, away]
    expect(
      new Case(rules, 'RR-84', knownFrom(...all)).hear(...all).judged('2011-10-12T00:00:00Z').status,
    ).toBe('met')
  })
})
