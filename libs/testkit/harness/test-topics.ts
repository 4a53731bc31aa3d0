import { accessRules, type Catalogue, topicPlans } from '#core/catalogue'
import {
  type KafkaClients,
  type KafkaSettings,
  provisionAccess,
  provisionTopics,
  removeAccess,
} from '#platform/kafka'
import type { TestServers } from './servers.js'

/** The administrator's way to Kafka; apps get their own by `kafkaEnvironment`. */
export function adminSettings(servers: TestServers): KafkaSettings {
  return {
    brokers: servers.kafkaBrokers.split(','),
    security: securityOf(servers, { username: servers.kafkaUsername, password: servers.kafkaPassword }),
  }
}

/** The way of one app or organisation: its own login; the administrator's where the environment names no other. */
export function settingsOf(servers: TestServers, user: string): KafkaSettings {
  const login = servers.kafkaUsers[user] ?? servers.kafkaUsers['operator']
  return login === undefined
    ? adminSettings(servers)
    : { brokers: servers.kafkaBrokers.split(','), security: securityOf(servers, login) }
}

export function kafkaEnvironment(servers: TestServers, app: string): Record<string, string> {
  const { brokers, security } = settingsOf(servers, app)
  return {
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_SECURITY: security.kind,
    ...(security.kind === 'none'
      ? {}
      : { KAFKA_USERNAME: security.username, KAFKA_PASSWORD: security.password }),
    ...(servers.kafkaCaFile === undefined ? {} : { KAFKA_CA_FILE: servers.kafkaCaFile }),
  }
}

/**
 * Topics under a prefix, with the rules of the contracts for every principal: what a hub has in service. A broker that asks
 * nobody who they are keeps no rules.
 */
export async function makeTopics(
  kafka: KafkaClients,
  catalogue: Catalogue,
  prefix: string,
  asksWho = true,
): Promise<void> {
  await asAdmin(kafka, async (admin) => {
    await provisionTopics(admin, topicPlans(catalogue, prefix))
    if (asksWho) await provisionAccess(admin, accessRules(catalogue, prefix).principals, prefix)
  })
}

export async function removeTopics(
  kafka: KafkaClients,
  catalogue: Catalogue,
  prefix: string,
  asksWho = true,
): Promise<void> {
  await asAdmin(kafka, async (admin) => {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix))
    if (topics.length > 0) await admin.deleteTopics({ topics })
    if (asksWho) await removeAccess(admin, accessRules(catalogue, prefix).principals)
  })
}

async function asAdmin(
  kafka: KafkaClients,
  work: (admin: ReturnType<KafkaClients['producing']['admin']>) => Promise<void>,
): Promise<void> {
  const admin = kafka.producing.admin()
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.disconnect()
  }
}

function securityOf(
  { kafkaSecurity, kafkaCaFile }: TestServers,
  login: { username: string; password: string },
): KafkaSettings['security'] {
  return kafkaSecurity === 'none'
    ? { kind: 'none' }
    : { kind: kafkaSecurity, ...login, ...(kafkaCaFile === undefined ? {} : { caFile: kafkaCaFile }) }
}
