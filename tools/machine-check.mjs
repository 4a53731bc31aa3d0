// Can this machine provide Kafka and PostgreSQL? Asked by bootstrap.mjs before anything is downloaded; no dependencies.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const home = process.env.INTERLOCK_HOME ?? join(root, '.interlock')

/** Ends the process with one screen of advice unless the environment, a Docker engine, or Java with Maven can provide them. */
export async function refuseUnlessServersCanRun() {
  if (unnamed().length === 0) return
  const only = process.env.INTERLOCK_SERVERS_FROM
  if (only !== 'local' && (await dockerAnswers())) return
  if (only !== 'docker' && javaVersion() >= 17 && (kafkaIsCached() || programRuns('mvn', ['-v']))) return
  process.stderr.write(
    `Interlock runs on real Kafka and PostgreSQL, and found no way to get them here. Nothing was downloaded.

Do one of these three, then try again:

  1. Install Docker (docker.com, or your system's package docker.io with docker-compose) and start its engine.
     ${dockerFinding()}
  2. Install Java 17 or later and Maven: Kafka then runs as a local process, PostgreSQL comes with npm.
       Debian, Ubuntu   apt-get install openjdk-17-jre-headless maven
       macOS            brew install openjdk maven
     ${javaFinding()}
  3. Name servers you already have:
       export KAFKA_BROKERS=host:9092 KAFKA_SECURITY=scram KAFKA_USERNAME=… KAFKA_PASSWORD=…
       export DATABASE_URL=postgres://user:password@host:5432/database   (or DATABASE_URL_FILE)
     ${serverFinding()}
`,
  )
  process.exit(2)
}

function dockerFinding() {
  return `Found: ${programRuns('docker', ['--version']) ? 'the docker command, but no engine answers' : 'no Docker'}.`
}

function javaFinding() {
  const java = javaVersion()
  return `Found: ${java === 0 ? 'no Java' : `Java ${java}`}, ${programRuns('mvn', ['-v']) ? 'Maven' : 'no Maven'}.`
}

function serverFinding() {
  return `Found: ${unnamed().join(' and ')} not set.`
}

function unnamed() {
  const { KAFKA_BROKERS, DATABASE_URL, DATABASE_URL_FILE } = process.env
  return [
    ...(KAFKA_BROKERS ? [] : ['KAFKA_BROKERS']),
    ...(DATABASE_URL || DATABASE_URL_FILE ? [] : ['DATABASE_URL or DATABASE_URL_FILE']),
  ]
}

function dockerAnswers() {
  const named = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock'
  const target = named.startsWith('unix://')
    ? { socketPath: named.slice('unix://'.length) }
    : { host: named.replace(/^tcp:\/\/([^:]*).*/, '$1'), port: Number(/:(\d+)$/.exec(named)?.[1] ?? 2375) }
  return new Promise((resolve) => {
    const sent = request({ ...target, path: '/_ping', timeout: 2_000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => resolve(false))
    sent.end()
  })
}

/** The major version of the Java that would be used, 0 if there is none. */
function javaVersion() {
  const home = process.env.JAVA_HOME
  const java = home && existsSync(join(home, 'bin', 'java')) ? join(home, 'bin', 'java') : 'java'
  const said = spawnSync(java, ['-version'], { encoding: 'utf8' })
  return said.status === 0 ? Number(/version "(\d+)/.exec(said.stderr + said.stdout)?.[1] ?? 0) : 0
}

/** As tools/servers/kafka-jars.ts: the broker was fetched before, so Maven is not needed. */
function kafkaIsCached() {
  const pom = readFileSync(join(root, 'tools', 'kafka', 'pom.xml'))
  const folder = `kafka-${createHash('sha256').update(pom).digest('hex').slice(0, 12)}`
  const cache =
    process.env.INTERLOCK_CACHE ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'interlock')
  return [cache, join(home, 'cache')].some((place) => existsSync(join(place, folder, 'complete')))
}

function programRuns(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}
