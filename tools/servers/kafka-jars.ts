import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { repositoryRoot } from './repository-root.js'

/**
 * The folder with the broker's jars, fetched by Maven from tools/kafka/pom.xml if this machine has not got them yet. It is in
 * the user's cache (XDG_CACHE_HOME, else ~/.cache), named by a hash of the POM, so that checkouts share it and a changed POM
 * gets its own; `INTERLOCK_CACHE` names another place, and a home that cannot be written falls back to `<home>/cache`.
 */
export function kafkaJars(home: string, say: (line: string) => void): string {
  const pom = join(repositoryRoot(), 'tools', 'kafka', 'pom.xml')
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12)
  const folder = join(cacheFolder(home), `kafka-${version}`)
  if (existsSync(join(folder, 'complete'))) return folder
  say('fetching Kafka 4.1.1 with Maven (once for this machine, about 43 MB)')
  const draft = mkdtempSync(join(dirname(folder), 'kafka-draft-'))
  const done = spawnSync(
    'mvn',
    [
      '-q',
      '-B',
      '-f',
      pom,
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${draft}`,
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  )
  if (done.status !== 0) {
    rmSync(draft, { recursive: true, force: true })
    throw new Error(
      `HUB_SERVERS_NO_KAFKA: Maven could not fetch the broker.\n${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`,
    )
  }
  writeFileSync(join(draft, 'complete'), `${readdirSync(draft).length}\n`)
  try {
    renameSync(draft, folder)
  } catch (error) {
    // another checkout was quicker, or an interrupted fetch left an incomplete folder
    if (existsSync(join(folder, 'complete'))) rmSync(draft, { recursive: true, force: true })
    else {
      rmSync(folder, { recursive: true, force: true })
      renameSync(draft, folder)
    }
    if (!existsSync(join(folder, 'complete'))) throw error
  }
  return folder
}

/** Whether kafkaJars would need Maven. */
export function kafkaIsCached(home: string): boolean {
  const pom = join(repositoryRoot(), 'tools', 'kafka', 'pom.xml')
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12)
  return existsSync(join(cacheFolder(home), `kafka-${version}`, 'complete'))
}

function cacheFolder(home: string): string {
  const wished =
    process.env['INTERLOCK_CACHE'] ??
    join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'interlock')
  for (const folder of [wished, join(home, 'cache')]) {
    try {
      mkdirSync(folder, { recursive: true })
      rmSync(mkdtempSync(join(folder, 'probe-')), { recursive: true })
      return folder
    } catch {
      // not writable: the next one
    }
  }
  throw new Error(`HUB_SERVERS_NO_CACHE: neither ${wished} nor ${home} can be written`)
}
