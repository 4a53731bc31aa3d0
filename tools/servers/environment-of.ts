import type { KafkaAccess } from './types.js'

/** What one application is told of the servers: it logs in to Kafka as itself where it has a login of its own. */
export function environmentFor(
  kafka: KafkaAccess,
  adminUrl: string,
  ledgerSecret: string,
): (app: string) => Record<string, string> {
  return (app) => {
    const login = kafka.users[app] ?? kafka.admin
    return {
      KAFKA_BROKERS: kafka.brokers.join(','),
      KAFKA_SECURITY: kafka.security,
      ...(kafka.security === 'scram'
        ? { KAFKA_USERNAME: login.username, KAFKA_PASSWORD: login.password }
        : {}),
      DATABASE_URL: adminUrl,
      LEDGER_SECRET: ledgerSecret,
    }
  }
}
