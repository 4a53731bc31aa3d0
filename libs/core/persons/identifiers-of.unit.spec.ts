import { describe, expect, it } from '@jest/globals'
import { contractNamed, messageOf, schemes } from './facts.fixture.js'
import { handlesOf, identifiersOf } from './identifiers-of.js'

const asAt = Date.parse('2011-10-03T15:00:00Z')
const contract = contractNamed({ handles: new Map([['order', ['courtCode', 'orderId']]]) })
const read = (subject: string, data: unknown, of = contract) =>
  identifiersOf(messageOf({ subject }), data, of, schemes, asAt)

describe('the identifiers of a fact', () => {
  it('come from its person, its declared handles and its subject, canonical and strongest first', () => {
    const identity = read('crn:x123456', {
      person: {
        pnc: '2001/0171310w',
        noms: 'a1234bc',
        name: { surname: 'Placeholder' },
        dateOfBirth: '1980-02-01',
      },
      courtCode: 'b01fa',
      orderId: '2011-0042',
    })
    expect(identity.about).toBe('person')
    expect(identity.identifiers).toEqual([
      { scheme: 'pnc', value: '2001/0171310W' },
      { scheme: 'noms', value: 'A1234BC' },
      { scheme: 'crn', value: 'X123456' },
      { scheme: 'order', value: 'B01FA/2011-0042' },
    ])
    expect(identity.handles).toEqual(new Map([['order', 'B01FA/2011-0042']]))
    expect(identity.dateOfBirth).toBe('1980-02-01')
  })

  it('are listed once where subject and data say the same', () => {
    const data = { courtCode: 'B01FA', orderId: '2011-0042' }
    expect(read('order:b01fa/2011-0042', data).identifiers).toHaveLength(1)
  })

  it('are unusable and never matched on when the check letter is wrong, with a reason that hides the value', () => {
    const { identifiers, unusable } = read('pnc:2001/0171310W', { person: { pnc: '2001/0171310A' } })
    expect(identifiers).toEqual([{ scheme: 'pnc', value: '2001/0171310W' }])
    expect(unusable).toEqual([{ scheme: 'pnc', raw: '2001/0171310A', reason: expect.any(String) }])
    expect(unusable[0]!.reason).not.toContain('0171310')
  })

  it('lack a handle of which a part is missing, and say so', () => {
    const { handles, unusable } = read('crn:X123456', { orderId: '2011-0042' })
    expect(handles.size).toBe(0)
    expect(unusable).toMatchObject([{ scheme: 'order' }])
  })

  it('do not count a handle that is not there at all as unusable', () => {
    expect(read('crn:X123456', {}).unusable).toEqual([])
  })

  it("never include a case's number, since a case has several defendants", () => {
    expect(read('asn:1101ZD0100000448754K', {}).identifiers).toEqual([])
  })

  it('take a placeholder date of birth for none', () => {
    expect(read('crn:X123456', { person: { dateOfBirth: '1900-01-01' } }).dateOfBirth).toBeUndefined()
  })

  it("give the hub's own key where the subject is one", () => {
    expect(read('person:k1', {})).toMatchObject({ about: 'person', personKey: 'k1' })
  })

  it('do not make a person of a unit, a gap, or a fact whose contract is about nobody', () => {
    expect(read('gap:5f3c', {}).about).toBe('nobody')
    expect(read('unit:police/piu', {}).about).toBe('nobody')
    expect(read('crn:X123456', { person: {} }, contractNamed({ about: 'nobody' })).about).toBe('nobody')
  })
})

describe('the handles of a fact', () => {
  it.each([
    ['order:b01fa/2011-0042', {}],
    ['crn:X123456', { courtCode: 'b01fa', orderId: '2011-0042' }],
    ['order:B01FA/2011-0001', { courtCode: 'b01fa', orderId: '2011-0042' }],
    ['crn:X123456', { orderId: '2011-0042' }],
    ['person:somebody', {}],
  ])('are those that identify it, read alone: %s %j', (subject, data) => {
    const alone = handlesOf(messageOf({ subject }), data, contract, schemes, asAt)
    expect(alone).toEqual(read(subject, data).handles)
  })
})
