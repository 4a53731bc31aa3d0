import { Hub } from '#testkit/harness'
import { appear } from './backlog.js'
import { type Latency, latencyAt } from './latency.js'
import { inShort, medianOf, type Run } from './measure.js'
import { passedThrough, pipelineRun } from './pipeline.js'
import { Workload } from './workload.js'
import type { World } from './world.js'

export interface WholeSize {
  rounds: number
  persons: number
  pipeline: number
  eventsPerSecond: number
  seconds: number
}

export interface Whole {
  pipeline: Run
  latency: Latency
}

/** The four stages together: their throughput, then their latency at a modest load. */
export async function whole({ servers, say }: World, size: WholeSize): Promise<Whole> {
  const apps = ['register', 'exchange', 'reconciler', 'delivery']
  const hub = await Hub.start({ apps, servers: servers.test, ...servers.profiled })
  try {
    const workload = new Workload('whole', size.persons)
    await passedThrough(hub, await appear(hub.kafka, workload.facts(hub.topics, size.persons)))
    const runs: Run[] = []
    for (let round = 0; round < size.rounds; round += 1) {
      runs.push(await pipelineRun(servers.handles, hub, workload, size.pipeline))
      say(`pipeline: ${inShort(runs.at(-1)!)}`)
    }
    const latency = await latencyAt(servers.handles, hub, workload, size)
    say(
      `latency: p50 ${latency.p50Ms.toFixed(0)} ms, p99 ${latency.p99Ms.toFixed(0)} ms, CPU ${JSON.stringify(latency.cpu)}`,
    )
    say(`by stage: ${JSON.stringify([...latency.cpuOfStages])}`)
    return { pipeline: medianOf(runs), latency }
  } finally {
    await hub.stop()
  }
}
