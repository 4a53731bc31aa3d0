import { describe, expect, it } from '@jest/globals'
import { chain, commitmentTo, genesis, verifyChain } from '#core/ledger'
import { offer } from './contracts.fixture.js'
import { decide, toBoroughs, toBureau, toCentral } from './decisions.fixture.js'
import { ledgerEntryOf } from './ledger-entry.js'

describe('the ledger entry of a decision', () => {
  it('says everything but the copy, and links into a chain that verifies', () => {
    const given = offer()
    const { decisions, catalogue } = decide(
      [toBureau, { ...toBoroughs, ceiling: 'protect' }, toCentral],
      given,
    )
    let previous = genesis(0)
    const rows = decisions.map((decision, i) => {
      const commitment =
        decision.outcome === 'shared' ? commitmentTo(Buffer.from('salt'), decision.copy) : null
      const row = chain(
        previous,
        ledgerEntryOf(decision, given, catalogue, { partition: 0, position: i + 1, offset: 7, commitment }),
      )
      previous = row.hash
      return row
    })
    expect(verifyChain(rows, { partition: 0 })).toMatchObject({ ok: true })
    expect(
      rows.map(({ unit: name, outcome, reason, by, step }) => [name, outcome, reason, by, step]),
    ).toEqual([
      ['police/central-jigsaw', 'shared', null, null, null],
      ['police/jigsaw-a', 'withheld', 'marking-too-high', 'courts-to-boroughs', 'court-borough'],
      ['police/pnc-bureau', 'shared', null, null, null],
    ])
    expect(JSON.stringify(rows)).not.toContain('Sample')
  })
})
