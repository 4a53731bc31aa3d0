import { describe, expect, it } from '@jest/globals'
import { type DeskCase, nextAction } from './desk-case.js'

const none: DeskCase = {
  courtCode: 'B01FA',
  orderId: '2011-0042',
  paper: null,
  announced: false,
  gapOpen: false,
  ended: false,
  requests: 0,
  requestedOn: null,
  todo: null,
  attempts: 0,
  answer: null,
  marked: false,
}
const paper = {
  courtCode: 'B01FA',
  orderId: '2011-0042',
  change: '' as const,
  orderType: 'SOPO',
  person: {},
  complete: true,
  conditions: ['Not to.'],
}
const overdue = () => true
const inTime = () => false

describe('the registration unit', () => {
  it('asks the court when the hub tells of a gap and no copy is there', () => {
    expect(nextAction({ ...none, gapOpen: true }, inTime)).toEqual({ does: 'request' })
    expect(nextAction(none, overdue)).toBeUndefined()
  })

  it('asks once more when the time to answer is over, and never a third time', () => {
    const asked = { ...none, requests: 1, requestedOn: '2011-10-03' }
    expect(nextAction(asked, inTime)).toBeUndefined()
    expect(nextAction(asked, overdue)).toEqual({ does: 'request' })
    expect(nextAction({ ...asked, requests: 2 }, overdue)).toBeUndefined()
  })

  it('does not ask again while a copy is on its way', () => {
    expect(
      nextAction({ ...none, requests: 1, requestedOn: '2011-10-03', announced: true }, overdue),
    ).toBeUndefined()
  })

  it('sets a marker from the paper, and amends one that is there', () => {
    expect(nextAction({ ...none, paper, todo: 'apply' }, inTime)).toEqual({
      does: 'transact',
      action: 'applied',
    })
    expect(nextAction({ ...none, paper, todo: 'apply', marked: true }, inTime)).toEqual({
      does: 'transact',
      action: 'amended',
    })
  })

  it('sends a transaction again that was rejected, or never read, or whose marker the hub misses', () => {
    expect(nextAction({ ...none, paper, answer: 'rejected' }, inTime)).toMatchObject({ does: 'transact' })
    expect(nextAction({ ...none, paper, answer: 'lost' }, inTime)).toBeUndefined()
    expect(nextAction({ ...none, paper, answer: 'lost', gapOpen: true }, inTime)).toMatchObject({
      does: 'transact',
    })
    expect(nextAction({ ...none, paper, attempts: 1, gapOpen: true }, inTime)).toMatchObject({
      does: 'transact',
    })
    expect(nextAction({ ...none, paper, answer: 'applied', gapOpen: true, marked: true }, inTime)).toEqual({
      does: 'transact',
      action: 'amended',
    })
  })

  it('waits for a transaction that the PNC holds back', () => {
    expect(nextAction({ ...none, paper, answer: 'delayed', gapOpen: true }, overdue)).toBeUndefined()
  })

  it('removes the marker of a discharged order, if there is one, and asks for nothing more', () => {
    const discharged = { ...none, ended: true, gapOpen: true, paper }
    expect(nextAction({ ...discharged, todo: 'remove', marked: true }, inTime)).toEqual({
      does: 'transact',
      action: 'removed',
    })
    expect(nextAction({ ...discharged, todo: 'remove' }, inTime)).toBeUndefined()
    expect(nextAction(discharged, overdue)).toBeUndefined()
  })
})
