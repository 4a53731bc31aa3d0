import { describe, expect, it } from '@jest/globals'
import { type PncTransaction, readTransactions, transactionLine } from './transaction.js'

const one: PncTransaction = {
  reference: 'SORU/B01FA/2011-0042/1',
  action: 'applied',
  at: '2011-10-06T17:00:00.000Z',
  courtCode: 'B01FA',
  orderId: '2011-0042',
  orderType: 'SOPO',
  person: {
    name: { forenames: 'Alpha Bravo', surname: 'Testcase' },
    dateOfBirth: '1970-01-31',
    pnc: '2004/0012345D',
  },
  madeOn: '2011-10-03',
  endsOn: undefined,
  conditions: ['Not to enter any school.', 'Not to travel, at all.'],
}
const read = (text: string) => readTransactions(Buffer.from(text))

describe('a PNC transaction', () => {
  it('is read as it was written', () => {
    expect(read(`${transactionLine(one)}\n`)).toEqual({ ok: true, transactions: [one] })
  })

  it('cannot be forged into two by a line end or a bar in a condition', () => {
    const sly = { ...one, conditions: ['Not to|PM/RM\nenter.'] }
    expect(read(transactionLine(sly))).toMatchObject({ ok: true, transactions: [{ action: 'applied' }] })
  })

  it('keeps its twelve fields whatever a name was typed with', () => {
    const typed = { forenames: 'Alpha\n| Bravo', surname: 'Test/case' }
    const again = read(transactionLine({ ...one, person: { ...one.person, name: typed } }))
    expect(again).toMatchObject({
      ok: true,
      transactions: [
        { person: { name: { forenames: 'Alpha Bravo', surname: 'Test case' }, dateOfBirth: '1970-01-31' } },
      ],
    })
  })

  it('is refused with line and field of every fault', () => {
    const line = transactionLine(one)
    const wrong = [line, line.replace('PM/AP', 'PM/XX').replace('20111003', '20111399'), 'PM/AP|1'].join('\n')
    expect(read(wrong)).toEqual({
      ok: false,
      faults: [
        expect.objectContaining({ at: 'line 2, field 1' }),
        expect.objectContaining({ at: 'line 2, field 10' }),
        expect.objectContaining({ at: 'line 3' }),
      ],
    })
  })
})
