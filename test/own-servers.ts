import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestServers, testServersOf } from '#testkit/harness'
import { provideServers, type Servers } from '../tools/servers/index.js'

/** Servers that a run may hurt or load as it likes, and somebody to tell how far it is. */
export interface OwnServers {
  servers: Servers
  /** As a hub is told of them. */
  forHubs: TestServers
  say: (line: string) => void
}

/** Runs on servers of its own, which are gone afterwards. */
export async function onOwnServers<Result>(
  purpose: string,
  run: (own: OwnServers) => Promise<Result>,
): Promise<Result> {
  const beganAt = performance.now()
  const say = (line: string): void =>
    console.log(`[${((performance.now() - beganAt) / 1000).toFixed(0).padStart(4)} s] ${line}`)
  const home = mkdtempSync(join(tmpdir(), `interlock-${purpose}-`))
  const servers = await provideServers({ home, purpose: 'test', ports: 'free', say })
  try {
    return await run({ servers, forHubs: testServersOf(servers), say })
  } finally {
    await servers.stop()
    rmSync(home, { recursive: true, force: true })
  }
}
