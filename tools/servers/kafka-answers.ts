import { setTimeout as pause } from 'node:timers/promises'
import kafkajs from 'kafkajs'
import type { KafkaLogin } from './types.js'

/** Waits until the broker lets `login` in and names a controller; false after `patienceMs` or when `alive` says it died. */
export async function kafkaAnswers(
  brokers: readonly string[],
  login: KafkaLogin | undefined,
  patienceMs: number,
  alive: () => boolean = () => true,
): Promise<boolean> {
  const until = performance.now() + patienceMs
  while (alive() && performance.now() < until) {
    if (await answersOnce([...brokers], login)) return true
    await pause(50)
  }
  return false
}

async function answersOnce(brokers: string[], login: KafkaLogin | undefined): Promise<boolean> {
  const kafka = new kafkajs.Kafka({
    clientId: 'interlock-servers',
    brokers,
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
    ...(login === undefined ? {} : { ssl: false, sasl: { mechanism: 'scram-sha-512' as const, ...login } }),
  })
  const admin = kafka.admin()
  try {
    await admin.connect()
    const cluster = await admin.describeCluster()
    return cluster.brokers.length > 0 && cluster.controller !== null
  } catch {
    return false
  } finally {
    await admin.disconnect().catch(() => undefined)
  }
}
