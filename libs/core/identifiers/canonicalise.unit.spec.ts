import { describe, expect, it } from '@jest/globals'
import { canonicaliseParts } from './index.js'
import { IN_2026, read, scheme, valueOf } from './schemes.fixture.js'

describe('a PNC identifier', () => {
  const valid =
    '1981/0000034U 2002/0073319Z 2000/0000223R 1979/0163001B 2003/0000003Y 1967/9893091D ' +
    '2003/0011985X 2012/0052494Q 2001/0171310W 2004/0012345D 1997/0000001B 1985/0004567G'

  it.each(valid.split(' '))('%s is its own canonical form', (pnc) => {
    expect(valueOf('pnc', pnc)).toBe(pnc)
    expect(valueOf('pnc', pnc.replace('/', ''))).toBe(pnc)
    expect(valueOf('pnc', ` ${pnc.toLowerCase()} `)).toBe(pnc)
  })

  it.each([
    ['81/34U', '1981/0000034U'],
    ['02/73319Z', '2002/0073319Z'],
    ['00/223R', '2000/0000223R'],
    ['79/163001B', '1979/0163001B'],
    ['0273319Z', '2002/0073319Z'],
    ['79163001B', '1979/0163001B'],
    ['033Y', '2003/0000003Y'],
    ['67/9893091D', '1967/9893091D'],
    ['1981/34U', '1981/0000034U'],
    ['79 / 163001 b', '1979/0163001B'],
  ])('in the short form %s is %s', (short, canonical) => {
    expect(valueOf('pnc', short)).toBe(canonical)
  })

  it('takes its century from the date it is read as at', () => {
    const short = '04/12345D'
    expect(valueOf('pnc', short, Date.UTC(2011, 9, 3))).toBe('2004/0012345D')
    expect(valueOf('pnc', short, Date.UTC(2003, 9, 3))).toBe('1904/0012345D')
    expect(valueOf('pnc', '2004/0012345D', Date.UTC(2003, 9, 3))).toBe('refused')
  })

  const invalid =
    '2003/0011985Z 2012/0052494O 2001/0171310S 2023/0583843N 2004/0012345U 20030011985Z ' +
    'TOTALLYINVALID 1X23/1234567A 1923[1234567A 1923/1Z34567A 1923/1234567AA 01 0123456789 ' +
    '981/0000034U 1881/0000034U 2981/0000034U /'

  it.each([...invalid.split(' '), '', ' '])('%s is refused', (pnc) => {
    expect(valueOf('pnc', pnc)).toBe('refused')
  })
})

describe('a CRO number', () => {
  it.each([
    ['65656/91H', '065656/91H'],
    ['065656/91H', '065656/91H'],
    ['SF05/482703J', 'SF05/482703J'],
    ['sf83/50058z', 'SF83/50058Z'],
    ['123456/99L', '123456/99L'],
    ['265416/21G', '265416/21G'],
  ])('%s is %s', (raw, canonical) => {
    expect(valueOf('cro', raw)).toBe(canonical)
  })

  it.each(['85227/65G', '11111/79J', 'CR0006100061', 'SF05/482703K', '1234567/99L', '123456/9L'])(
    '%s is refused',
    (cro) => {
      expect(valueOf('cro', cro)).toBe('refused')
    },
  )
})

describe('an arrest or summons number', () => {
  it.each([
    ['1101ZD0100000448754K', '1101ZD0100000448754K'],
    ['0836FP0100000377244A', '0836FP0100000377244A'],
    ['1101VK0100000376263Q', '1101VK0100000376263Q'],
    ['11/01ZD/01/448754K', '1101ZD0100000448754K'],
    ['11/01zd/01/00000448754k', '1101ZD0100000448754K'],
    ['11001ZD0100000448754K', '1101ZD0100000448754K'],
    ['11C01ZD0100000448754K', '11C01ZD0100000448754K'],
  ])('%s is %s', (raw, canonical) => {
    expect(valueOf('asn', raw)).toBe(canonical)
  })

  it.each(['1101ZD0100000448754J', '1101ZD010000448754K', '1101ZD01000000448754K9', '11/01ZD/448754K'])(
    '%s is refused',
    (asn) => {
      expect(valueOf('asn', asn)).toBe('refused')
    },
  )
})

describe('an identifier without a check letter', () => {
  it('forgives case and spaces and nothing else', () => {
    expect(valueOf('noms', ' a1234bc ')).toBe('A1234BC')
    expect(valueOf('noms', 'A1234 BC')).toBe('A1234BC')
    expect(valueOf('noms', 'A1234B')).toBe('refused')
    expect(valueOf('crn', 'x123456')).toBe('X123456')
    expect(valueOf('uuid', '2F1F0A4F-6A11-4C36-9E5E-B0B55A9C7D3F')).toBe(
      '2f1f0a4f-6a11-4c36-9e5e-b0b55a9c7d3f',
    )
  })

  it.each([[42], [null], [undefined], [{}], ['A1234BC'.repeat(20)], ['Α1234BC']])('refuses %j', (raw) => {
    expect(valueOf('noms', raw)).toBe('refused')
  })

  it('never repeats the value in the reason', () => {
    const canonical = read('noms', 'SECRET99')
    expect(canonical).toEqual({ ok: false, reason: 'The noms identifier is not in the form of its scheme.' })
  })
})

describe('the handle of an order', () => {
  it('is the court and the number, whatever the case and the spacing', () => {
    expect(valueOf('order', 'B01FA/2011-0042')).toBe('B01FA/2011-0042')
    expect(valueOf('order', ' b01fa /  2011-0042 ')).toBe('B01FA/2011-0042')
    expect(valueOf('order', 'b01fa/sopo  42')).toBe('B01FA/SOPO 42')
  })

  it('is another order when anything but case and spacing differs', () => {
    const spellings = ['2011-0042', '2011-42', '2011/0042', '2011 0042', '20110042'].map(
      (id) => `B01FA/${id}`,
    )
    expect(new Set(spellings.map((id) => valueOf('order', id))).size).toBe(spellings.length)
  })

  it('is refused without the court', () => {
    expect(valueOf('order', '2011-0042')).toBe('refused')
    expect(valueOf('order', '/2011-0042')).toBe('refused')
    expect(valueOf('order', 'B01FA/')).toBe('refused')
  })

  it('is made of the fields that the contract names', () => {
    const made = (...parts: unknown[]): unknown =>
      canonicaliseParts(scheme('order'), parts, { asAt: IN_2026 })
    expect(made('b01fa', '2011-0042')).toEqual({ ok: true, value: 'B01FA/2011-0042' })
    expect(made('b01fa', '2011/0042')).toEqual({ ok: true, value: 'B01FA/2011/0042' })
    expect(made('b01fa', undefined)).toEqual({ ok: false, reason: 'The order identifier needs orderId.' })
    expect(made('b01/fa', '42')).toEqual({
      ok: false,
      reason: 'The order identifier has a slash in courtCode.',
    })
    expect(made('b01fa')).toEqual({ ok: false, reason: 'The order identifier needs courtCode and orderId.' })
  })
})
