import { describe, expect, it, jest } from '@jest/globals'
import { runEdges } from './run-edge.js'

describe('the process that hosts all edges', () => {
  it('ends when whoever started it vanishes', async () => {
    const ended = new Promise((done) =>
      jest.spyOn(process, 'exit').mockImplementation((code) => done(code) as never),
    )
    await runEdges('agencies', [], {})
    process.emit('disconnect')
    expect(await ended).toBe(0)
  })
})
