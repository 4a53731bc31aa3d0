import { describe, expect, it } from '@jest/globals'
import { type AuditReport, judgeAudit } from './judge-audit.js'

const weakness = (name: string, advisory: string) => ({
  [name]: {
    severity: 'high',
    via: [{ url: `https://advisories.example/${advisory}`, title: 'A hole', severity: 'high', name }],
  },
})
const report: AuditReport = {
  vulnerabilities: {
    ...weakness('one', 'GHSA-1'),
    ...weakness('two', 'GHSA-2'),
    // a package that is only weak through another is told once, where the weakness is
    three: { severity: 'high', via: ['one'] },
  },
}
const exception = (name: string, advisory: string, until: string) => ({
  advisory,
  package: name,
  why: 'never reached',
  until,
})

describe('the audit', () => {
  it('finds every weakness open that no exception covers', () => {
    const verdict = judgeAudit(report, [exception('one', 'GHSA-1', '2011-12-31')], '2011-10-03')
    expect(verdict?.open.map(({ advisory }) => advisory)).toEqual(['GHSA-2'])
    expect(verdict?.excepted).toHaveLength(1)
  })

  it('counts an exception no more from its day on', () => {
    const verdict = judgeAudit(report, [exception('one', 'GHSA-1', '2011-10-03')], '2011-10-03')
    expect(verdict?.open.map(({ advisory }) => advisory)).toEqual(['GHSA-1', 'GHSA-2'])
    expect(verdict?.expired).toHaveLength(1)
  })

  it('covers with an exception its own package and advisory alone, and says which are idle', () => {
    const verdict = judgeAudit(report, [exception('two', 'GHSA-1', '2011-12-31')], '2011-10-03')
    expect(verdict?.open).toHaveLength(2)
    expect(verdict?.idle).toHaveLength(1)
  })

  it('takes the word of nobody for nothing: without a report there is no verdict', () => {
    expect(judgeAudit({ message: '405 Method Not Allowed' }, [], '2011-10-03')).toBeUndefined()
    expect(judgeAudit({}, [], '2011-10-03')).toBeUndefined()
    expect(judgeAudit({ vulnerabilities: {} }, [], '2011-10-03')?.open).toEqual([])
  })
})
