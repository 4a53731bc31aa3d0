import { describe, expect, it } from '@jest/globals'
import { agreementCovering } from './agreement-covering.js'
import { compileSharing } from './compile-sharing.js'
import { agreement, catalogueOf, offer } from './contracts.fixture.js'
import { decide, outcomes } from './decisions.fixture.js'

const BUREAU = 'police/pnc-bureau'
const signed = (court: string, from = 100, until: number | null = 900) => ({
  ...agreement(`memorandum-${court}`, BUREAU, 'pnc', ['orderId']),
  gives: `courts/${court}`,
  under: 'courts-memorandum',
  inForce: { fromAt: from, untilAt: until },
})

const bureauOf = (given: ReturnType<typeof signed>[]) =>
  decide(given, offer()).decisions.find(({ unit }) => unit === BUREAU)

describe('an agreement that each unit signs for itself', () => {
  it('gives what that unit says, and nothing of another', () => {
    expect(outcomes([signed('b01fa')])[BUREAU]).toBe('shared')
    expect(outcomes([signed('b01ok')])[BUREAU]).toBe('no-agreement-in-force')
  })

  it('is named in the refusal where it has run out, and its frame where it was never signed', () => {
    expect(bureauOf([signed('b01fa', 100, 400), signed('b01ok')])).toMatchObject({ by: ['memorandum-b01fa'] })
    expect(bureauOf([signed('b01ok')])).toMatchObject({ by: ['courts-memorandum'] })
  })

  it('covers a giver from its own day to its own end', () => {
    const policy = compileSharing(catalogueOf([signed('b01fa', 100, 400)]))
    const event = 'courts.prevention-order.made@1'
    const at = (instant: number, giver = 'courts/b01fa') =>
      agreementCovering(policy, { giver, receiver: BUREAU, event, at: instant })
    expect([at(99), at(100), at(399), at(400)]).toEqual([
      undefined,
      'memorandum-b01fa',
      'memorandum-b01fa',
      undefined,
    ])
    expect(at(200, 'courts/b01ok')).toBeUndefined()
    expect(
      agreementCovering(policy, { giver: 'courts/b01fa', receiver: 'police/nobody', event, at: 200 }),
    ).toBe(undefined)
  })
})
