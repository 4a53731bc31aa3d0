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
    new Case(rules, 'RR-84', knownFrom(...reports)).hear(missed, ...reports).judged('2011-10-12T00:00:00Z')
      .status

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
})
