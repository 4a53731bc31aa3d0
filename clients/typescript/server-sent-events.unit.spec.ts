import { expect, it } from '@jest/globals'
import { serverSentEvents } from './server-sent-events.js'

async function read(...pieces: (string | Uint8Array)[]) {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece)
      controller.close()
    },
  })
  const events = []
  for await (const event of serverSentEvents(body)) events.push(event)
  return events
}

it('reads events with the id to go on from, and passes over comments, retry times and events without data', async () => {
  const events = await read(
    'retry: 2000\n\n',
    'id: a\ndata: 1\n\n',
    ': heartbeat\n\n',
    'data: 2\n\nid: b\ndata: 3\ndata: 4\n\n',
  )
  expect(events).toEqual([
    { id: 'a', data: '1' },
    { id: 'a', data: '2' },
    { id: 'b', data: '3\n4' },
  ])
})

it('puts together what the network cuts, in a line, in a line’s end and in a character', async () => {
  const whole = new TextEncoder().encode('id: a\r\ndata: é\r\n\r\n')
  const cuts = Array.from(
    { length: whole.length - 1 },
    (_, at) => [whole.slice(0, at + 1), whole.slice(at + 1)] as const,
  )
  for (const [before, after] of cuts) expect(await read(before, after)).toEqual([{ id: 'a', data: 'é' }])
})

it('gives no half of an event that was cut off', async () => {
  expect(await read('data: 1\n\ndata: 2')).toEqual([{ id: '', data: '1' }])
})
