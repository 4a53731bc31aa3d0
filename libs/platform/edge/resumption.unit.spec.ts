import { describe, expect, it } from '@jest/globals'
import { createLogger } from '#platform/telemetry'
import { Resumption } from './resumption.js'

const logger = createLogger('test', 'silent')

/** A resumption whose rounds the test ends by hand, and the pauses it made. */
function resumption() {
  const rounds: PromiseWithResolvers<number>[] = []
  const pauses: number[] = []
  const closing = new AbortController()
  const finish = (): Promise<number> => {
    const round = Promise.withResolvers<number>()
    rounds.push(round)
    return round.promise
  }
  const pause = async (ms: number): Promise<void> => void pauses.push(ms)
  const one = new Resumption(finish, logger, closing.signal, pause)
  return { one, rounds, pauses, closing, turn: () => new Promise((done) => setImmediate(done)) }
}

describe('what an edge left unfinished', () => {
  it('is tried until the hub has it, however long that takes, with growing pauses that have an end', async () => {
    const { one, rounds, pauses, turn } = resumption()
    one.begin()
    for (let round = 0; round < 200; round++) {
      rounds[round]!.reject(new Error('away'))
      await turn()
    }
    rounds[200]!.resolve(3)
    await turn()
    expect(rounds).toHaveLength(201)
    expect(pauses.slice(0, 6)).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
    expect(Math.max(...pauses)).toBe(10_000)
  })

  it('is begun again when something more fails, during a round as well as after it, and one round at a time', async () => {
    const { one, rounds, turn } = resumption()
    one.begin()
    one.begin()
    expect(rounds).toHaveLength(1)
    rounds[0]!.resolve(0)
    await turn()
    expect(rounds).toHaveLength(2)
    rounds[1]!.resolve(0)
    await turn()
    expect(rounds).toHaveLength(2)
    one.begin()
    expect(rounds).toHaveLength(3)
  })

  it('is left for the next start when the edge closes', async () => {
    const { one, rounds, closing, turn } = resumption()
    one.begin()
    closing.abort()
    rounds[0]!.reject(new Error('away'))
    await turn()
    expect(rounds).toHaveLength(1)
  })
})
