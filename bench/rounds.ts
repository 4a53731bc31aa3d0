import { Hub } from '#testkit/harness'
import { bareFloorOf, floorOf, stageOf } from './contenders.js'
import { type Contender, inShort, measure, medianOf, type Run } from './measure.js'
import type { World } from './world.js'

export interface RoundsSize {
  rounds: number
  /** How many people there are; the first warm-up makes them known. */
  persons: number
  bare: number
  register: number
  exchange: number
}

const WARM_UP_SHARE = 0.05

/**
 * The bare floor, each stage's own floor and the stages, one after the other and the whole again, so that a machine that
 * slows down slows all of them; every other round begins with the stages. @returns for each contender its median round
 */
export async function rounds({ servers, say, only }: World, size: RoundsSize): Promise<Map<string, Run>> {
  // A hub each, so that the exchange finds in its input what the bench put there and nothing of the register's.
  const alone = async (app: string): Promise<Hub> => {
    const hub = await Hub.start({ apps: [app], servers: servers.test, ...servers.profiled })
    await hub.app(app).stop()
    return hub
  }
  const runs = new Map<string, Run[]>()
  const hubs = [await alone('register'), await alone('exchange')] as const
  const [registerHub, exchangeHub] = hubs
  try {
    const contenders: [Contender, number][] = [
      [await bareFloorOf(registerHub, size.persons), size.bare],
      [await floorOf(registerHub, 'register', size.persons), size.register],
      [stageOf(registerHub, 'register', size.persons), size.register],
      [await floorOf(exchangeHub, 'exchange', size.persons), size.exchange],
      [stageOf(exchangeHub, 'exchange', size.persons), size.exchange],
    ]
    const chosen = contenders.filter(([{ name }]) => only === undefined || name.startsWith(only))
    for (let round = 0; round < size.rounds; round += 1)
      for (const [contender, count] of round % 2 === 0 ? chosen : chosen.toReversed()) {
        const known = runs.get(contender.name) ?? []
        const warmUp =
          known.length === 0 && contender.name !== 'bare floor'
            ? size.persons
            : Math.ceil(count * WARM_UP_SHARE)
        const run = await measure(servers.handles, registerHub.kafka, contender, { warmUp, count })
        runs.set(contender.name, [...known, run])
        say(`${contender.name}: ${inShort(run)}`)
      }
  } finally {
    for (const hub of hubs) await hub.stop()
  }
  return new Map([...runs].map(([name, list]) => [name, medianOf(list)]))
}
