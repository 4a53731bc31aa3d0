import { describe, expect, it } from '@jest/globals'
import { consularEvent } from './consular-row.js'

const AT = '2011-10-03T09:00:00Z'
const row = {
  REFERENCE: 'cn/2011/0042',
  NOTICE: 'NEW',
  SURNAME: 'Ivanov-Sample',
  FORENAMES: 'Ivo',
  DOB: '',
  COUNTRY: 'th',
  OFFENCE: 'Indecent assault on a minor.',
  KIND: 'SEXUAL',
  CONVICTED: '12/05/2009',
  RETURNS: '2011-10-24',
  HANDLING: '3',
  PNC: '1999/0040001X',
}
const read = (changes: Partial<Record<keyof typeof row, string>> = {}) =>
  consularEvent({ ...row, ...changes }, 4, AT)
const faultsOf = (changes: Partial<Record<keyof typeof row, string>>) => {
  const outcome = read(changes)
  return outcome.ok ? [] : outcome.faults.map(({ at, says }) => `${at}: ${says}`)
}

describe('a line of a consular list', () => {
  it('is the fact that SOCA publishes, under the reference of the case', () => {
    expect(read()).toMatchObject({
      ok: true,
      event: {
        type: 'soca.consular-notification.forwarded',
        unit: 'soca/consular-desk',
        subject: 'consular-ref:CN/2011/0042',
        time: '2011-10-03T09:00:00.000Z',
        data: {
          person: { name: { forenames: 'Ivo', surname: 'Ivanov-Sample' } },
          consularRef: 'CN/2011/0042',
          notice: 'first',
          country: 'TH',
          returnDate: '2011-10-24',
          offenceKind: 'sexual',
          convictedOn: '2009-05-12',
        },
      },
    })
  })

  it('gives no number of a register here, even if somebody put one in', () => {
    expect(JSON.stringify(read())).not.toContain('0040001')
  })

  it('is the same fact when it comes again, and another when a word of it is another', () => {
    const idOf = (outcome: ReturnType<typeof read>) => (outcome.ok ? outcome.event.id : '')
    expect(idOf(read())).toBe(idOf(read()))
    expect(idOf(read({ NOTICE: 'AMEND', RETURNS: '2011-10-25' }))).not.toBe(idOf(read()))
  })

  it('is another fact when the same words are forwarded at another time, or once more in one list', () => {
    const once = consularEvent(row, 4, AT)
    const later = consularEvent(row, 4, '2011-10-04T09:00:00Z')
    const twice = consularEvent(row, 9, AT, () => 1)
    expect(new Set([once, later, twice].map((one) => one.ok && one.event.id)).size).toBe(3)
  })

  it.each([
    [{ REFERENCE: '' }, '/line 4/REFERENCE: REFERENCE is required and is missing.'],
    [
      { REFERENCE: '=cmd()' },
      '/line 4/REFERENCE: REFERENCE is not a consular reference, such as CN/2011/0042.',
    ],
    [{ NOTICE: 'URGENT' }, '/line 4/NOTICE: NOTICE "URGENT" is none of NEW, AMEND, WITHDRAWN.'],
    [{ RETURNS: '' }, '/line 4/RETURNS: RETURNS is required and is missing.'],
    [
      { RETURNS: '31/11/2011' },
      '/line 4/RETURNS: RETURNS "31/11/2011" is not a date; write YYYY-MM-DD or DD/MM/YYYY.',
    ],
    [{ COUNTRY: 'Thailand' }, '/line 4/COUNTRY: COUNTRY is not a country by its two letters.'],
    [{ SURNAME: 'M\uFFFDller' }, '/line 4/SURNAME: SURNAME is not UTF-8.'],
    [{ SURNAME: 'Mu\0ller' }, '/line 4/SURNAME: SURNAME holds a NUL or half of a character.'],
    [{ HANDLING: '9' }, '/line 4/HANDLING: HANDLING "9" is none of 1, 2, 3, 4, 5.'],
  ])('%j is refused with its line and cause', (changes, says) => {
    expect(faultsOf(changes)).toContain(says)
  })

  it('is refused for every cause at once', () => {
    expect(faultsOf({ COUNTRY: '?', KIND: '?', DOB: 'long ago' })).toHaveLength(3)
  })
})
