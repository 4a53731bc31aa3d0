import { describe, expect, it } from '@jest/globals'
import { plainToInstance } from 'class-transformer'
import { validateSync } from 'class-validator'
import 'reflect-metadata'
import { theCatalogue } from '#testkit/catalogue'
import { GapsQuery } from './gaps-query.js'

const faultsOf = (query: object) =>
  validateSync(plainToInstance(GapsQuery, query)).map(({ property }) => property)

describe('the filters of the list of gaps', () => {
  it('take every rule and every severity that the contracts have', () => {
    const obligations = [...theCatalogue().obligations]
    for (const { obligation, severity } of obligations)
      expect([obligation, faultsOf({ rule: obligation, severity })]).toEqual([obligation, []])
    expect(obligations.map(({ obligation }) => obligation)).toContain('RR-36a')
    expect(obligations.map(({ severity }) => severity)).toContain('advice')
  })

  it('refuse what is no rule and no severity', () => {
    expect(faultsOf({ rule: 'RR-36aa' })).toEqual(['rule'])
    expect(faultsOf({ severity: 'dire' })).toEqual(['severity'])
  })
})
