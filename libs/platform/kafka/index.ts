export { aclEntries, provisionAccess, removeAccess } from './access.js'
export { BATCHES, BatchTransport, ErrorsAsTheyAre } from './batch-transport.js'
export {
  createKafka,
  idempotentProducer,
  type KafkaClients,
  type KafkaSecurity,
  type KafkaSettings,
  transactionalProducer,
} from './connect.js'
export { FreshProducer } from './fresh-producer.js'
export { byTopic } from './slice-publisher.js'
export { provisionTopics, type TopicPlan } from './provision.js'
export { Stage } from './stage.js'
export type { ApplyBatches, StageBatch, StageKeeping, StageOptions, StagePoint } from './stage-options.js'
