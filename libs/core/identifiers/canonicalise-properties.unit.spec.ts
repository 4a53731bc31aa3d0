import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { arrestSummonsNumber, croNumber, pncId } from './index.js'
import { valueOf } from './schemes.fixture.js'

const twoDigits = fc.integer({ min: 0, max: 99 }).map((year) => String(year).padStart(2, '0'))
const pncs = fc
  .tuple(fc.integer({ min: 1900, max: 2026 }), fc.integer({ min: 0, max: 9_999_999 }))
  .map(([year, serial]) => pncId(year, serial))
const cros = fc
  .tuple(twoDigits, fc.integer({ min: 0, max: 999_999 }))
  .map(([year, serial]) => croNumber(year, serial))
const codes = fc.stringMatching(/^[A-Z0-9]{2}$/)
const asns = fc
  .record({
    year: twoDigits,
    topLevel: fc.constantFrom('', '0', 'B', 'C'),
    force: codes,
    unit: codes,
    system: codes,
    sequence: fc.integer({ min: 0, max: 99_999_999_999 }),
  })
  .map(arrestSummonsNumber)
const orders = fc.stringMatching(/^[A-Z0-9]{5} ?\/ ?[a-z0-9][a-z0-9 -]{0,18}[a-z0-9]$/)

describe('every valid identifier', () => {
  it.each([
    ['pnc', pncs],
    ['cro', cros],
    ['asn', asns],
  ] as const)('of scheme %s is its own canonical form', (name, identifiers) => {
    fc.assert(fc.property(identifiers, (identifier) => expect(valueOf(name, identifier)).toBe(identifier)))
  })

  it('has one canonical form whatever its case and spaces', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const canonical = valueOf('order', order)
        expect(canonical).not.toBe('refused')
        expect(valueOf('order', canonical)).toBe(canonical)
        expect(valueOf('order', ` ${order.toUpperCase().replaceAll(' ', '\t ')}`)).toBe(canonical)
      }),
    )
  })

  it('of a short PNC form is that of its long form', () => {
    fc.assert(
      fc.property(pncs, (pnc) => {
        const recent = Number(pnc.slice(0, 4)) >= 1927
        const [year = '', serial = ''] = pnc.split('/')
        const short = `${year.slice(2)}/${serial.replace(/^0{1,6}/, '')}`
        if (recent) expect(valueOf('pnc', short)).toBe(pnc)
      }),
    )
  })
})

describe('every slip in a PNC identifier', () => {
  it('of one digit is caught, in the year as in the serial', () => {
    fc.assert(
      fc.property(pncs, (pnc) => {
        for (const slip of substitutions(pnc)) expect([slip, valueOf('pnc', slip)]).toEqual([slip, 'refused'])
      }),
    )
  })

  it('of two neighbours swapped is caught, across the slash too', () => {
    fc.assert(
      fc.property(pncs, (pnc) => {
        for (const slip of swaps(pnc)) expect([slip, valueOf('pnc', slip)]).toEqual([slip, 'refused'])
      }),
    )
  })
})

function substitutions(pnc: string): string[] {
  return [...pnc].flatMap((char, place) =>
    /\d/.test(char)
      ? [...'0123456789']
          .filter((digit) => digit !== char)
          .map((digit) => pnc.slice(0, place) + digit + pnc.slice(place + 1))
      : [],
  )
}

function swaps(pnc: string): string[] {
  const compact = pnc.replace('/', '')
  return [...compact].flatMap((char, place) => {
    const next = compact[place + 1]
    if (next === undefined || next === char) return []
    return [compact.slice(0, place) + next + char + compact.slice(place + 2)]
  })
}
