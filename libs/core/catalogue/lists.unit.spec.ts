import { describe, expect, it } from '@jest/globals'
import { faultsOf, tinyContracts } from '#testkit/tiny-contracts'
import { loadCatalogue, unitsOfPosition } from './index.js'

const FILE = 'lists/orders.yaml'
const LIST = `list: orders
title: Orders
says: Whom an order restrains.
source: a test
enters:
  - courts.order.made where data.kind == 'SOPO'
leaves:
  - police.marker.updated
columns:
  - heading: Order
    from: data.orderId
sortedBy: Order
`
const POSITIONS = 'reference/positions.yaml'
const POSITION = `desk-officer:
  says: Works at the desk.
  worksIn: desk
  may: [gaps.read]
`

const files = { ...tinyContracts(), [FILE]: LIST, [POSITIONS]: POSITION }
const without = (file: string, from: string, to: string) =>
  faultsOf([], { [file]: (files[file as keyof typeof files] ?? '').replace(from, to) })

describe('lists of people and positions', () => {
  it('are read with their conditions, their order and their units', () => {
    const loaded = loadCatalogue(Object.entries(files).map(([path, text]) => ({ path, text })))
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
    const { lists = [], positions, units } = loaded.catalogue
    expect(lists).toMatchObject([
      { list: 'orders', sortedBy: 0, leaves: [{ type: 'police.marker.updated' }] },
    ])
    expect(lists[0]!.enters[0]!.where!.holds({ data: { kind: 'SOPO' } })).toBe(true)
    const desk = positions!.get('desk-officer')!
    expect(unitsOfPosition(desk, units.values()).map(({ role }) => role)).toEqual(['desk'])
  })

  it.each([
    [FILE, 'courts.order.made', 'courts.order.maid', 6, 'There is no event courts.order.maid'],
    [FILE, 'data.kind ==', 'data.colour ==', 6, 'colour'],
    [FILE, 'data.orderId', 'data.orderNumber', 11, 'data.orderNumber is a field of none of the facts'],
    [FILE, 'sortedBy: Order', 'sortedBy: Colour', 12, 'There is no column Colour'],
    [FILE, 'list: orders', 'list: others', 1, 'is named others.yaml'],
    [POSITIONS, 'worksIn: desk', 'worksIn: bench', 3, 'There is no role bench'],
    [POSITIONS, 'gaps.read', 'everything.read', 4, 'must be'],
  ])('in %s: %s changed to %s is a fault at its line', (file, from, to, line, says) => {
    expect(without(file, from, to)).toContainEqual(
      expect.objectContaining({ file, line, says: expect.stringContaining(says) }),
    )
  })
})
