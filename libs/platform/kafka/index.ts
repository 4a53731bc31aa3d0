export { aclEntries, provisionAccess, removeAccess } from './access.js'
export { BATCH, BatchTransport, ErrorsAsTheyAre } from './batch-transport.js'
export {
  createKafka,
  idempotentProducer,
  type KafkaClients,
  type KafkaSecurity,
  type KafkaSettings,
  transactionalProducer,
} from './connect.js'
export { FreshProducer } from './fresh-producer.js'
export { byTopic } from './partition-publisher.js'
export { provisionTopics, type TopicPlan } from './provision.js'
export {
  type ApplyBatch,
  Stage,
  type StageBatch,
  type StageKeeping,
  type StageOptions,
  type StagePoint,
} from './stage.js'
