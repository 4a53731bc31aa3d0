import { describe, expect, it } from '@jest/globals'
import type { MessageLife } from '#platform/published'
import { jsonOfLife, storyOf } from './message-story.js'

const AT = Date.parse('2011-10-03T09:00:00Z')
const decision = {
  partition: 4,
  catalogue: 'c0ffee00c0ffee00',
  decidedAt: AT,
  agreements: [],
  purposes: [],
  fields: [],
  withheldFields: [],
  step: null,
  by: null,
  reason: null,
}

const life: MessageLife = {
  refusedAtIntake: [],
  outcomes: [
    {
      topic: 'facts.courts',
      partition: 1,
      offset: 7,
      outcome: 'linked',
      source: '/courts/libra',
      code: null,
      says: null,
      decidedAt: AT,
    },
    {
      topic: 'facts.courts',
      partition: 1,
      offset: 9,
      outcome: 'refused',
      source: '/courts/libra',
      code: 'HUB_EVENT_ID_REUSED',
      says: 'The id was used before.',
      decidedAt: AT,
    },
  ],
  facts: [],
  decisions: [
    {
      source: '/courts/b01fa',
      occasion: 'published',
      outcome: 'decided',
      concerned: 2,
      shared: 1,
      withheld: 1,
      entries: [
        {
          ...decision,
          ...{ position: 1, unit: 'police/pnc-bureau', outcome: 'shared', agreements: ['courts-to-pnc'] },
          ...{
            purposes: ['keep-the-pnc-true'],
            fields: ['courtCode', 'orderId'],
            withheldFields: ['person'],
          },
        },
        {
          ...decision,
          position: 2,
          unit: 'police/port',
          outcome: 'withheld',
          reason: 'condition-false',
          by: 'courts-to-port',
        },
      ],
    },
  ],
  copies: [
    {
      source: '/courts/b01fa',
      recipient: 'police/pnc-bureau',
      occasion: 'published',
      disclosure: '4/1',
      state: 'delivered',
      storedAt: AT,
      deliveredAt: AT,
      acknowledgedAt: null,
      outcome: null,
    },
  ],
  judged: 'judged',
  obligations: [
    {
      source: '/courts/b01fa',
      rule: 'RR-02',
      caseKey: 'case-1',
      role: 'opens',
      status: 'breached',
      gapOpen: true,
      dueAt: null,
      onePer: { order: 'B01FA/2011-0042' },
    },
  ],
}

describe('the story of a message', () => {
  it('tells every receipt, what each unit was given and why not, and what follows', () => {
    expect(
      storyOf('made-1', life)
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual([
      'made-1',
      'Received at facts.courts/1/7: linked at 2011-10-03 09:00:00Z',
      'Received at facts.courts/1/9: refused at 2011-10-03 09:00:00Z (HUB_EVENT_ID_REUSED)',
      '  The id was used before.',
      'Sharing (published): concerned 2 units; 1 shared, 1 withheld; no other unit is covered.',
      '  police/pnc-bureau: shared',
      '    ledger     row 4/1, under catalogue c0ffee00c0ff, decided as at 2011-10-03 09:00:00Z',
      '    agreement  courts-to-pnc for keep-the-pnc-true',
      '    given      courtCode, orderId',
      '    kept back  person',
      '    copy       read 2011-10-03 09:00:00Z',
      '  police/port: withheld, condition-false (by courts-to-port)',
      '    ledger     row 4/2, under catalogue c0ffee00c0ff, decided as at 2011-10-03 09:00:00Z',
      'Obligations:',
      '  RR-02 opens (order B01FA/2011-0042): breached, gap open',
      '    case case-1',
    ])
  })

  it('gives programs instants in ISO 8601', () => {
    expect(jsonOfLife('made-1', life, new Map())).toMatchObject({
      eventId: 'made-1',
      outcomes: [{ decidedAt: '2011-10-03T09:00:00.000Z' }, {}],
      copies: [{ deliveredAt: '2011-10-03T09:00:00.000Z', acknowledgedAt: null }],
    })
  })
})
