import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { projectorOf } from './projector.js'
import { data, order } from './contracts.fixture.js'

const project = (fields: string[], from: unknown = data): unknown => {
  const copy = projectorOf(order, fields).project(from)
  return copy === undefined ? undefined : JSON.parse(copy.toString())
}

describe('a projection', () => {
  it('gives the members of an object that are allowed, and of a list of objects those of each', () => {
    expect(project(['person.pnc', 'conditions.text'])).toEqual({
      person: { pnc: '2001/0171310W' },
      conditions: [{ text: 'No contact' }],
    })
  })

  it('gives the whole where the whole is allowed beside a member', () => {
    expect(project(['person.pnc', 'person'])).toEqual({ person: data.person })
    expect(project(['person', 'person.pnc'])).toEqual({ person: data.person })
  })

  it('is nothing where nothing allowed is there, and keeps a null that was published', () => {
    expect(project(['borough', 'person.crn'])).toBeUndefined()
    expect(project(['borough'], { borough: null })).toEqual({ borough: null })
    expect(project(['borough.name'], { borough: null })).toBeUndefined()
    expect(project(['toString', '__proto__'])).toBeUndefined()
  })

  it('lists what is withheld, member by member', () => {
    const { fields, withheldFields } = projectorOf(order, ['conditions.code', 'person.name'])
    expect(fields).toEqual(['person.name', 'conditions.code'])
    expect(withheldFields).toEqual(['person.pnc', 'borough', 'courtCode', 'orderId', 'conditions.text'])
  })

  it('has the same bytes for the same fact and list, in whatever order either was written', () => {
    const all = ['person.name', 'person.pnc', 'borough', 'courtCode', 'orderId', 'conditions']
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all),
        fc.shuffledSubarray(Object.entries(data), { minLength: 4 }),
        (list, entries) => {
          const copy = projectorOf(order, list).project(Object.fromEntries(entries))
          expect(copy).toEqual(projectorOf(order, list.toSorted()).project(data))
        },
      ),
    )
  })

  it('is valid JSON for any text, and equals the allowed part of the data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const published = JSON.parse(JSON.stringify({ orderId: value, borough: 1 })) as Record<
          string,
          unknown
        >
        expect(project(['orderId'], published)).toEqual({ orderId: published['orderId'] })
      }),
    )
  })
})
