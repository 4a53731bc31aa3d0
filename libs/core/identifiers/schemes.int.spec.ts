import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { canonicalise, type IdentifierScheme, parseIdentifierSchemes } from './index.js'

const file = new URL('../../../contracts/reference/identifiers.yaml', import.meta.url)
const parsed = parseIdentifierSchemes(parse(readFileSync(file, 'utf8')))
const schemes: ReadonlyMap<string, IdentifierScheme> = parsed.ok ? parsed.schemes : new Map()

describe('the committed identifier schemes', () => {
  it('have no fault', () => {
    expect(parsed.ok ? [] : parsed.faults).toEqual([])
  })

  it.each([
    ['pnc', '01/171310W', '2001/0171310W'],
    ['cro', '65656/91H', '065656/91H'],
    ['cro', 'SF83/50058Z', 'SF83/50058Z'],
    ['noms', 'a1234bc', 'A1234BC'],
    ['crn', 'X123456', 'X123456'],
    ['visor', 'v-0012345', 'V-0012345'],
    ['libra-defendant', '1234567', '1234567'],
    ['cp-defendant', '2F1F0A4F-6A11-4C36-9E5E-B0B55A9C7D3F', '2f1f0a4f-6a11-4c36-9e5e-b0b55a9c7d3f'],
    ['asn', '11/01ZD/01/448754K', '1101ZD0100000448754K'],
    ['case-urn', '80GD8183221', '80GD8183221'],
    ['order', 'b01fa/2011-0042', 'B01FA/2011-0042'],
    ['recall', 'rc-2011-17', 'RC-2011-17'],
    ['consular-ref', 'fco 2011/88', 'FCO 2011/88'],
  ])('read %s:%s as %s', (name, raw, value) => {
    const scheme = schemes.get(name)
    if (scheme === undefined) throw new Error(`There is no scheme ${name}.`)
    expect(canonicalise(scheme, raw, { asAt: Date.UTC(2011, 9, 3) })).toEqual({ ok: true, value })
  })

  it('rank each scheme apart, persons before cases before handles', () => {
    const ranked = [...schemes.values()].sort((one, other) => one.strength - other.strength)
    expect(new Set(ranked.map(({ strength }) => strength)).size).toBe(schemes.size)
    const order = ['person', 'case', 'handle']
    const kinds = ranked.map((scheme) => order.indexOf(scheme.of))
    expect(kinds).toEqual([...kinds].sort())
  })
})
