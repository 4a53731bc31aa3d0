import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type Anchor,
  type ClockPhrase,
  parseDuration,
  parsePhrase,
  printPhrase,
  type Unit,
} from './phrase.js'

const anchors: fc.Arbitrary<Anchor> = fc.oneof(
  fc.constantFrom<Anchor>({ at: 'opening' }, { at: 'due' }, { at: 'breach' }),
  fc
    .constantFrom('pnc.order-copy.received', 'hub.month.began')
    .map((type) => ({ at: 'event' as const, type })),
  fc.constantFrom('data.releaseDate', 'data.order.madeOn').map((path) => ({ at: 'data' as const, path })),
)
const count = fc.integer({ min: 1, max: 9_999 })
const unit = fc.constantFrom<Unit>(
  ...(['calendar days', 'working days', 'weeks', 'months', 'years', 'hours', 'minutes'] as const),
)
const phrases: fc.Arbitrary<ClockPhrase> = fc.oneof(
  fc.record({ kind: fc.constant('after' as const), count, unit, anchor: anchors }),
  fc.record({ kind: fc.constant('before' as const), count, unit, anchor: anchors }),
  fc.record({ kind: fc.constant('beginning with' as const), count, anchor: anchors }),
  fc.record({ kind: fc.constant('at' as const), anchor: anchors }),
  fc.record({
    kind: fc.constant('end of' as const),
    span: fc.constantFrom('day' as const, 'next calendar day' as const, 'month' as const, 'quarter' as const),
    anchor: anchors,
  }),
)

function read(text: string): ClockPhrase {
  const parsed = parsePhrase(text)
  if (!parsed.ok) throw new Error(parsed.fault.says)
  return parsed.phrase
}

function refusal(text: string): string {
  const parsed = parsePhrase(text)
  if (parsed.ok) throw new Error(`"${text}" was understood`)
  expect(parsed.fault.code).toBe('HUB_CALENDAR_PHRASE')
  return parsed.fault.says
}

describe('a phrase of the contracts', () => {
  it('reads back what it prints', () => {
    fc.assert(fc.property(phrases, (phrase) => expect(read(printPhrase(phrase))).toEqual(phrase)))
  })

  it.each([
    ['7 calendar days after pnc.order-copy.received', 'after'],
    ['3 working days after opening', 'after'],
    ['3 days beginning with opening', 'beginning with'],
    ['6 months before data.releaseDate', 'before'],
    ['at opening', 'at'],
    ['end of the month', 'end of'],
    ['end of next calendar day', 'end of'],
    ['24 hours after jigsaw.wanted-missing.circulated', 'after'],
    ['1 month after opening', 'after'],
    ['  8   weeks after opening ', 'after'],
  ])('understands "%s"', (text, kind) => {
    expect(read(text).kind).toBe(kind)
  })

  it('reads warnings, rungs and limits as phrases of the same language', () => {
    expect(read('1 day before due')).toEqual({
      kind: 'before',
      count: 1,
      unit: 'calendar days',
      anchor: { at: 'due' },
    })
    expect(read('at breach')).toEqual({ kind: 'at', anchor: { at: 'breach' } })
    expect(read('after 10 working days')).toEqual({
      kind: 'after',
      count: 10,
      unit: 'working days',
      anchor: { at: 'breach' },
    })
    expect(read('until 10 calendar days after data.madeOn')).toEqual(
      read('10 calendar days after data.madeOn'),
    )
  })

  it('is refused with all that is understood when it is none', () => {
    expect(refusal('soonish')).toContain('N calendar days|working days|weeks|months')
    expect(refusal('')).toContain('none of the phrases')
  })

  it('is refused when it leaves the kind of day open', () => {
    expect(refusal('7 days after opening')).toContain('Say whether the days are')
  })

  it('is refused when it names no anchor that can be followed', () => {
    expect(refusal('7 calendar days after tea')).toContain('`tea` is neither')
    expect(refusal('7 calendar days after pnc.order')).toContain('`pnc.order` is neither')
    expect(refusal('7 calendar days')).toContain('say after what')
  })

  it('is refused when it counts nothing or without bound', () => {
    expect(refusal('0 calendar days after opening')).toContain('The count is 1 to 9999')
    expect(refusal('99999 calendar days after opening')).toContain('none of the phrases')
    expect(refusal('-1 calendar days after opening')).toContain('none of the phrases')
  })
})

describe('a length of time', () => {
  it('is a number and a unit', () => {
    expect(parseDuration('45 minutes')).toEqual({ ok: true, duration: { count: 45, unit: 'minutes' } })
    expect(parseDuration('1 working day')).toEqual({ ok: true, duration: { count: 1, unit: 'working days' } })
    expect(parseDuration('10 years')).toEqual({ ok: true, duration: { count: 10, unit: 'years' } })
  })

  it('is refused without either, or with bare days', () => {
    expect(parseDuration('a while').ok).toBe(false)
    expect(parseDuration('35').ok).toBe(false)
    expect(parseDuration('35 days').ok).toBe(false)
  })
})
