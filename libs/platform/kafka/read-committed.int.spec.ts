import { describe, expect, it } from '@jest/globals'
import { hideAborted } from './read-committed.js'

const message = (offset: number, producerId: string, isControlRecord = false) => ({
  offset: String(offset),
  isControlRecord,
  batchContext: { producerId, inTransaction: true },
})

describe('reading committed records', () => {
  const shown = (
    messages: ReturnType<typeof message>[],
    abortedTransactions: { producerId: string; firstOffset: string }[],
  ) => {
    const partition = { messages, abortedTransactions }
    hideAborted(partition)
    return partition.messages.filter((each) => !each.isControlRecord).map((each) => each.offset)
  }

  it('hides transactions that lie among each other, though the broker lists them as they ended', () => {
    const messages = [
      message(1, 'a'),
      message(2, 'b'),
      message(3, 'committed'),
      message(4, 'c'),
      message(5, 'c', true),
      message(6, 'a', true),
      message(7, 'b', true),
      message(8, 'a'),
    ]
    const aborted = [
      { producerId: 'c', firstOffset: '4' },
      { producerId: 'a', firstOffset: '1' },
      { producerId: 'b', firstOffset: '2' },
    ]
    expect(shown(messages, aborted)).toEqual(['3', '8'])
  })

  it('hides what remains of several transactions that began before the first message fetched', () => {
    const aborted = [
      { producerId: 'a', firstOffset: '1' },
      { producerId: 'b', firstOffset: '2' },
    ]
    expect(shown([message(7, 'b'), message(8, 'a'), message(9, 'd')], aborted)).toEqual(['9'])
  })
})
