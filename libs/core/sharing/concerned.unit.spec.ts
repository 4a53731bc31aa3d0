import { describe, expect, it } from '@jest/globals'
import type { ConditionScope } from '#core/catalogue'
import { compileSharing } from './compile-sharing.js'
import { agreement, catalogueOf, data, offer, path, unit } from './contracts.fixture.js'
import { decide, outcomes, toBoroughs, toBureau } from './decisions.fixture.js'
import type { Occasion } from './decide-sharing.js'
import { routeOf } from './route.js'

describe('who is concerned', () => {
  it('is the owner alone of all boroughs, found by the first step that finds a unit, and the step is said', () => {
    const owned = (given: Occasion) =>
      decide([toBoroughs], given).decisions.map((one) => [one.unit, one.step])
    expect(owned(offer({ personNow: { owner: 'police/jigsaw-b' } }))).toEqual([
      ['police/jigsaw-b', 'visor-owner'],
    ])
    expect(owned(offer({ data: { ...data, borough: 'E2' } }))).toEqual([['police/jigsaw-b', 'event-address']])
    expect(owned(offer({ personNow: { owner: 'police/abolished' } }))).toEqual([
      ['police/jigsaw-a', 'court-borough'],
    ])
    expect(owned(offer({ envelope: { unit: 'courts/b01ok' } }))).toEqual([
      ['police/central-jigsaw', 'central'],
    ])
  })

  it('can be asked of a person apart from any fact: no publisher is then in scope, and none is needed', () => {
    const contracts = catalogueOf([])
    const reading = { ...path('unit.role'), value: ({ unit: from }: ConditionScope) => from!.role }
    const routing = [{ step: 'court', says: '', finds: 'unit' as const, from: reading }, ...contracts.routing]
    const policy = compileSharing({ ...contracts, routing })
    expect(routeOf(policy, { data: {}, person: {} })?.step).toBe('central')
    expect(routeOf(policy, { data: {}, person: { owner: 'police/jigsaw-b' } })?.unit.unit).toBe(
      'police/jigsaw-b',
    )
  })

  it('are those whom the fact names, by unit or by role, each role found in its own way', () => {
    const named = agreement('named', 'court', 'answer', ['orderId'])
    const tell = (...names: string[]) => offer({ data: { ...data, courtCode: 'B01OK', tell: names } })
    expect(outcomes([named], tell('court'))).toEqual({ 'courts/b01ok': 'shared' })
    expect(outcomes([named], tell('courts/b01ok'))).toEqual({ 'courts/b01ok': 'shared' })
    expect(outcomes([named], tell())).toEqual({})
  })

  it('are those beside the owner, in the area of whoever owns the person', () => {
    const named = agreement('named', 'borough-intelligence', 'answer', ['orderId'])
    const units = ['a', 'b'].map((name, index) =>
      unit(`police/biu-${name}`, 'borough-intelligence', {
        area: `E${index + 1}`,
        subscribes: [['answer', 'named']],
      }),
    )
    const tell = (owner: string) =>
      offer({ data: { ...data, tell: ['borough-intelligence'] }, personNow: { owner } })
    const heard = (owner: string) => decide([named], tell(owner), [], units)
    expect(heard('police/jigsaw-b').decisions.map((one) => one.unit)).toEqual(['police/biu-b'])
    expect(heard('police/central-jigsaw').unfound).toEqual(['borough-intelligence'])
  })

  it('are the unit that the fact itself names as the one that takes over, whatever its role', () => {
    const named = agreement('named', 'court', 'answer', ['orderId'])
    const tell = (toUnit: string) => offer({ data: { ...data, toUnit, tell: ['receiving-unit'] } })
    expect(outcomes([named], tell('courts/b01ok'))).toEqual({ 'courts/b01ok': 'shared' })
    expect(decide([named], tell('courts/abolished')).unfound).toEqual(['receiving-unit'])
  })

  it('say which of the named nobody bears, so that nobody is silently not told', () => {
    const given = offer({ data: { ...data, courtCode: 'B99ZZ', tell: ['court', 'port', 'borough-jigsaw'] } })
    expect(decide([toBoroughs], given).unfound).toEqual(['court', 'port'])
  })

  it('are those who were told before', () => {
    const corrections = agreement('corrections', 'borough-jigsaw', 'correct', ['orderId'])
    expect(outcomes([corrections], offer({ told: new Set(['police/jigsaw-b']) }))).toEqual({
      'police/jigsaw-b': 'shared',
    })
    expect(outcomes([corrections])).toEqual({})
  })

  it('is only the new owner, where that is the occasion, wherever the fact says that the person lived', () => {
    const newOwner = routeOf(compileSharing(catalogueOf([])), { data: { borough: 'E2' }, person: {} })!
    const given = offer({
      data: { ...data, borough: 'E1' },
      newOwner,
      onlyTo: newOwner.unit.unit,
      occasion: 'owner',
      at: 600,
    })
    expect(decide([toBureau, toBoroughs], given).decisions.map((one) => [one.unit, one.outcome])).toEqual([
      ['police/jigsaw-b', 'shared'],
    ])
  })

  it('is never the unit that said it', () => {
    const own = unit('courts/b01fa', 'court', { subscribes: [['pnc', 'everyone']] })
    const back = agreement('back', 'courts/b01fa', 'pnc', ['orderId'])
    expect(outcomes([toBureau, back], offer(), [], [own])).toEqual({ 'police/pnc-bureau': 'shared' })
  })
})
