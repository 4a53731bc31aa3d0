import { describe, expect, it } from '@jest/globals'
import { parseIdentifierSchemes } from './schemes.js'
import { SCHEMES_DATA } from './schemes.fixture.js'

function faultsOf(change: Record<string, unknown>): string[] {
  const parsed = parseIdentifierSchemes({ noms: { ...SCHEMES_DATA.noms, ...change } })
  return parsed.ok ? [] : parsed.faults.map((fault) => `${fault.code} ${fault.at}`)
}

describe('the table of identifier schemes', () => {
  it('is read with compiled patterns', () => {
    const parsed = parseIdentifierSchemes(SCHEMES_DATA)
    expect(parsed.ok && parsed.schemes.get('order')?.parts).toEqual(['courtCode', 'orderId'])
    expect(parsed.ok && parsed.schemes.get('noms')?.pattern.test('A1234BC')).toBe(true)
  })

  it.each([
    [{ says: '' }, '/noms/says'],
    [{ of: 'dog' }, '/noms/of'],
    [{ canonical: 'luhn' }, '/noms/canonical'],
    [{ check: 'mod23' }, '/noms/check'],
    [{ pattern: '[A-Z]' }, '/noms/pattern'],
    [{ pattern: '^($' }, '/noms/pattern'],
    [{ perPerson: 'two' }, '/noms/perPerson'],
    [{ strength: 0 }, '/noms/strength'],
    [{ parts: ['number'] }, '/noms/parts'],
  ])('refuses %j', (change, at) => {
    expect(faultsOf(change)).toContain(`HUB_IDENTIFIER_SCHEME ${at}`)
  })

  it('lists every fault of an empty row and of no table at all', () => {
    const empty = parseIdentifierSchemes({ noms: null })
    expect(empty.ok ? 0 : empty.faults.length).toBeGreaterThan(5)
    expect(parseIdentifierSchemes([]).ok).toBe(false)
  })
})
