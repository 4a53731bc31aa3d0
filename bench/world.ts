import type { TestServers } from '#testkit/harness'
import type { Servers } from '../tools/servers/index.js'

/** Where the bench runs: servers of its own, somebody to tell, and what it was asked for. */
export interface World {
  servers: {
    handles: Servers
    test: TestServers
    /** Environment that makes the apps write CPU profiles, where they were asked for. */
    profiled: { environment?: Record<string, string> }
  }
  say: (line: string) => void
  /** Only the contenders whose names begin so. */
  only?: string
}
