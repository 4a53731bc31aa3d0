import { provideByCompose } from './by-compose.js'
import { provideByContainers } from './by-containers.js'
import { engineAnswers } from './docker-engine.js'
import { fromEnvironment } from './from-environment.js'
import { provideLocal } from './by-processes.js'
import type { ProvideOptions, Servers } from './types.js'

/**
 * Kafka and PostgreSQL, from the first of these that is there: the servers the environment names (KAFKA_BROKERS and
 * DATABASE_URL); a Docker engine that answers (compose for `start`, testcontainers for `test`); local processes. An engine that
 * answers but cannot bring the servers up (no registry within reach, say) is passed over in favour of local processes, with the
 * reason said. INTERLOCK_SERVERS_FROM (`environment`, `docker`, `local`) leaves no choice.
 * Everything started ends with this process, also when it is killed: a watchdog sees to it.
 */
export async function provideServers(options: ProvideOptions): Promise<Servers> {
  const only = process.env['INTERLOCK_SERVERS_FROM']
  const say = options.say ?? (() => undefined)
  if (only !== undefined && !['environment', 'docker', 'local'].includes(only)) {
    throw new Error(
      `HUB_SERVERS_FROM_UNKNOWN: INTERLOCK_SERVERS_FROM is environment, docker or local, not ${only}`,
    )
  }
  const named = fromEnvironment(options.home)
  if (only === 'environment' || (only === undefined && named !== undefined)) {
    if (named === undefined)
      throw new Error('HUB_SERVERS_NOT_NAMED: set KAFKA_BROKERS, and DATABASE_URL or DATABASE_URL_FILE')
    if (named.kafka.security !== 'none' && Object.keys(named.kafka.users).length === 0)
      say(
        'Kafka: the environment names one login, and every app uses it; npm run servers -- plan says how each gets its own',
      )
    return named
  }
  if (only === 'docker' || (only === undefined && (await engineAnswers()))) {
    try {
      return await (options.purpose === 'start' ? provideByCompose(options) : provideByContainers(options))
    } catch (error) {
      if (only === 'docker') throw error
      say(`the Docker engine could not provide the servers; taking local processes (${firstLine(error)})`)
    }
  }
  return provideLocal(options)
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}
