import { describe, expect, it } from '@jest/globals'
import {
  readConsequence,
  readDataLine,
  readDifference,
  readEffect,
  readPattern,
  readPeriod,
  readSelector,
  readSide,
} from './phrases.js'

describe('the compact lines of the contracts', () => {
  it('say a field’s type, its set, and whether it may be absent', () => {
    expect(readDataLine('date, M4, optional')).toEqual({ type: 'date', set: 'M4', optional: true })
    expect(readDataLine('person, M1')).toEqual({ type: 'person', set: 'M1', optional: false })
  })

  it('say which fact, for whom, and under which condition', () => {
    expect(readPattern('a.b.c')).toEqual({ type: 'a.b.c' })
    expect(readPattern("a.b.c where data.where == 'x where y'")).toEqual({
      type: 'a.b.c',
      where: "data.where == 'x where y'",
    })
    expect(readPattern('hub.month.began for every mappa-prison')).toEqual({
      type: 'hub.month.began',
      every: 'mappa-prison',
    })
  })

  it('say what a fact does to the profile, from when until when', () => {
    expect(readEffect('add order from data.madeOn until data.endsOn')).toEqual({
      op: 'add',
      value: 'order',
      from: 'data.madeOn',
      until: 'data.endsOn',
    })
    expect(readEffect("set 'held from home' when data.kind == 'until then'")).toEqual({
      op: 'set',
      value: "'held from home'",
      when: "data.kind == 'until then'",
    })
  })

  it('say who: a unit, or every unit of a role', () => {
    expect(readSelector('police/desk')).toEqual({ unit: 'police/desk' })
    expect(readSelector('every court')).toEqual({ role: 'court' })
    expect(readSide('jigsaw.order.recorded@2 from central-jigsaw')).toEqual({
      type: 'jigsaw.order.recorded',
      version: 2,
      from: { role: 'central-jigsaw' },
    })
  })

  it('say which difference, and what it opens', () => {
    expect(readDifference('absent from pnc')).toEqual({ kind: 'absent', side: 'pnc' })
    expect(readDifference('conditions differ at pnc')).toEqual({
      kind: 'differs',
      field: 'conditions',
      side: 'pnc',
    })
    expect(readConsequence('RR-02 at once, as a conflict')).toEqual({ obligation: 'RR-02', asConflict: true })
    expect(readConsequence('nothing, listed in the coverage statement')).toBeUndefined()
  })

  it('say from which day until which', () => {
    expect(readPeriod('from 2004-05-01')).toEqual({ from: '2004-05-01' })
    expect(readPeriod('from 2004-05-01 until 2012-04-01')).toEqual({
      from: '2004-05-01',
      until: '2012-04-01',
    })
  })
})
