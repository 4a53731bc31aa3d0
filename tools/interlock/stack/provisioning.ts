import { setTimeout as pause } from 'node:timers/promises'
import { accessRules, type Catalogue, topicPlans } from '#core/catalogue'
import { DATABASE_ROLES } from '#platform/config'
import { HubError } from '#core/kernel'
import { createKafka, type KafkaSettings, provisionAccess, provisionTopics } from '#platform/kafka'
import { inTransaction, type Pool, prepareDatabase, prepareRoles, rolePassword } from '#platform/postgres'
import { ensureClients, ensurePeople } from '#platform/security'

export interface Provisioned {
  kafka: KafkaSettings
  prefix: string
  home: string
  /** An administrator has made roles and rules, as the plan says: then none is made here. */
  isPrepared?: boolean
}

/**
 * Makes what the hub needs before its applications start: the topics, who may touch them, and the local clients. Idempotent;
 * each application brings its own tables up to date.
 * @returns how many topics there are
 */
export async function provision(
  catalogue: Catalogue,
  { kafka, prefix, home, isPrepared = false }: Provisioned,
): Promise<number> {
  const plans = topicPlans(catalogue, prefix)
  const admin = createKafka(kafka, 'setup').producing.admin()
  await admin.connect()
  try {
    await provisionTopics(admin, plans)
    if (kafka.security.kind !== 'none' && !isPrepared)
      await provisionAccess(admin, accessRules(catalogue, prefix).principals, prefix)
  } finally {
    await admin.disconnect()
  }
  ensureClients(home, catalogue.organisations.keys())
  ensurePeople(home, catalogue)
  return plans.length
}

/** Roles with the passwords of this stack, schemas and rights; the pool is an administrator's. */
export async function prepareLogins(
  pool: Pool,
  adminUrl: string,
  passwordOf: (role: string) => string = (role) => rolePassword(adminUrl, role),
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await prepareRoles(client, DATABASE_ROLES, passwordOf, 'all')
    await prepareDatabase(client, DATABASE_ROLES)
  })
}

const TOPICS_GONE_MS_MAX = 30_000

/** Forgets everything that was ever received: tables, topics, and how far their readers had come. */
export async function forget(
  pool: Pool,
  catalogue: Catalogue,
  { kafka, prefix }: Pick<Provisioned, 'kafka' | 'prefix'>,
): Promise<void> {
  for (const schema of DATABASE_ROLES.apps) await pool.query(`drop schema if exists "${schema}" cascade`)
  const ours = new Set(topicPlans(catalogue, prefix).map(({ topic }) => topic))
  const admin = createKafka(kafka, 'setup').producing.admin()
  await admin.connect()
  try {
    const topics = (await admin.listTopics()).filter((topic) => ours.has(topic))
    if (topics.length > 0) await admin.deleteTopics({ topics })
    const { groups } = await admin.listGroups()
    const groupIds = ['register', 'exchange', 'reconciler', 'delivery']
      .map((app) => `${prefix}${app}`)
      .flatMap((group) =>
        groups.filter(({ groupId }) => groupId.startsWith(group)).map(({ groupId }) => groupId),
      )
    if (groupIds.length > 0) await admin.deleteGroups(groupIds)
    await untilGone(() => admin.listTopics(), ours)
  } finally {
    await admin.disconnect()
  }
}

/** Kafka deletes in its own time, and refuses to make a topic that it is still deleting. */
async function untilGone(list: () => Promise<string[]>, ours: ReadonlySet<string>): Promise<void> {
  const deadline = performance.now() + TOPICS_GONE_MS_MAX
  while ((await list()).some((topic) => ours.has(topic))) {
    if (performance.now() > deadline)
      throw new HubError(
        'HUB_STACK_NOT_FORGOTTEN',
        'Kafka has not deleted the topics after 30 seconds.',
        'later',
      )
    await pause(100)
  }
}
