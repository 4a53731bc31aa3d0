import { describe, expect, it } from '@jest/globals'
import type { EachBatchPayload } from 'kafkajs'
import { SliceQueue } from './slice-queue.js'

const batchOf = (partition: number, count: number, topic = 'hub.linked'): EachBatchPayload =>
  ({ batch: { topic, partition, messages: Array.from({ length: count }) } }) as EachBatchPayload

const placesOf = (payloads: readonly EachBatchPayload[]): string[] =>
  payloads.map(({ batch }) => `${batch.topic}/${batch.partition}`)

/** A queue whose works end when they are told to. */
function heldQueue() {
  const works: { places: string[]; end: () => void; fail: (error: Error) => void }[] = []
  let noted = Promise.withResolvers<void>()
  const queue = new SliceQueue(
    (payloads) =>
      new Promise<void>((end, fail) => {
        works.push({ places: placesOf(payloads), end, fail })
        noted.resolve()
        noted = Promise.withResolvers()
      }),
  )
  const until = async (count: number): Promise<void> => {
    while (works.length < count) await noted.promise
  }
  return { queue, works, until }
}

describe('the batches of a slice', () => {
  it('are worked together where they came with one fetch, in the order in which they came', async () => {
    const { queue, works, until } = heldQueue()
    const taken = [3, 0, 7].map((partition) => queue.take(batchOf(partition, 2)))
    await until(1)
    expect(works.map(({ places }) => places)).toEqual([['hub.linked/3', 'hub.linked/0', 'hub.linked/7']])
    works[0]!.end()
    await Promise.all(taken)
  })

  it('are worked in a few works beside each other where they are many', async () => {
    const { queue, works, until } = heldQueue()
    const taken = [0, 1, 2, 3, 4].map((partition) => queue.take(batchOf(partition, 300)))
    await until(3)
    expect(works.map(({ places }) => places)).toEqual([['hub.linked/0'], ['hub.linked/1'], ['hub.linked/2']])
    works[1]!.end()
    await until(4)
    expect(works[3]!.places).toEqual(['hub.linked/3'])
    for (const index of [0, 2, 3]) works[index]!.end()
    await until(5)
    works[4]!.end()
    await Promise.all(taken)
  })

  it('take a larger batch alone instead of never', async () => {
    const { queue, works, until } = heldQueue()
    const taken = queue.take(batchOf(0, 5_000))
    await until(1)
    works[0]!.end()
    await expect(taken).resolves.toBeUndefined()
  })

  it('never have one partition in two works, however late the earlier one ends', async () => {
    const { queue, works, until } = heldQueue()
    const earlier = queue.take(batchOf(0, 1))
    await until(1)
    const later = queue.take(batchOf(0, 1))
    const last = queue.take(batchOf(0, 1))
    const other = queue.take(batchOf(1, 1))
    await until(2)
    expect(works[1]!.places).toEqual(['hub.linked/1'])
    works[0]!.end()
    await until(3)
    expect(works[2]!.places).toEqual(['hub.linked/0'])
    works[1]!.end()
    works[2]!.end()
    await until(4)
    works[3]!.end()
    await Promise.all([earlier, later, last, other])
  })

  it('fail together with what they were worked with, and with nothing else', async () => {
    const { queue, works, until } = heldQueue()
    const failing = queue.take(batchOf(0, 1))
    failing.catch(() => undefined)
    await until(1)
    const other = queue.take(batchOf(1, 1))
    await until(2)
    works[0]!.fail(new Error('the group has moved on'))
    works[1]!.end()
    await expect(failing).rejects.toThrow('the group has moved on')
    await expect(other).resolves.toBeUndefined()
  })
})
