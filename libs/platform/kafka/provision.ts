import { setTimeout as pause } from 'node:timers/promises'
import kafkajs, { type Admin } from 'kafkajs'
import { HubError } from '#core/kernel'

export interface TopicPlan {
  topic: string
  partitions: number
  config: Record<string, string>
}

const TOPIC_ALREADY_EXISTS = 36
const KNOWN_MS_MAX = 30_000
const KNOWN_POLL_MS = 100

/**
 * Creates the topics that are missing and checks the partition counts of those that are there.
 * @throws HubError HUB_TOPIC_PARTITIONS_CHANGED: keys would change their place, so order would be lost
 */
export async function provisionTopics(admin: Admin, plans: readonly TopicPlan[]): Promise<void> {
  const present = new Set(await admin.listTopics())
  const missing = plans.filter((plan) => !present.has(plan.topic))
  if (missing.length > 0) await create(admin, missing)
  const { topics } = await metadataOf(
    admin,
    plans.map((plan) => plan.topic),
  )
  for (const { name, partitions } of topics) {
    const plan = plans.find((entry) => entry.topic === name)
    if (plan !== undefined && partitions.length !== plan.partitions)
      throw new HubError(
        'HUB_TOPIC_PARTITIONS_CHANGED',
        `${name} has ${partitions.length} partitions and should have ${plan.partitions}; keys would change their place. Restore the count, or replay into new topics.`,
        'after-repair',
      )
  }
}

async function create(admin: Admin, plans: readonly TopicPlan[]): Promise<void> {
  try {
    await admin.createTopics({
      waitForLeaders: false,
      topics: plans.map(({ topic, partitions, config }) => ({
        topic,
        numPartitions: partitions,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      })),
    })
  } catch (error) {
    // Another process created some at the same moment: what counts is that they are there.
    const raced =
      error instanceof kafkajs.KafkaJSAggregateError &&
      error.errors.every((each) => (each as { code?: number }).code === TOPIC_ALREADY_EXISTS)
    if (!raced) throw error
  }
}

/** A topic just created is not known at once: asks until it is. */
async function metadataOf(admin: Admin, topics: string[]): ReturnType<Admin['fetchTopicMetadata']> {
  const deadline = performance.now() + KNOWN_MS_MAX
  for (;;) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics })
      if (metadata.topics.every((topic) => topic.partitions.every((partition) => partition.leader >= 0)))
        return metadata
    } catch (error) {
      if (performance.now() > deadline) throw error
    }
    await pause(KNOWN_POLL_MS)
  }
}
