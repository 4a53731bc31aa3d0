import './kafkajs-records.js'
import './known-coordinators.js'
import './quiet-queue.js'
import './read-committed.js'
import { readFileSync } from 'node:fs'
import { connect as connectSocket, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import kafkajs, {
  type Consumer,
  type ISocketFactory,
  type Kafka,
  type KafkaConfig,
  type Producer,
  type RetryOptions,
} from 'kafkajs'
import type { Logger } from '#platform/telemetry'
import { keyPartitioner } from './key-partitioner.js'
import { sliceAssigner } from './slices.js'

export interface KafkaSettings {
  brokers: string[]
  security: KafkaSecurity
}

/** `scram-tls`: SCRAM inside TLS; `caFile` names the authorities to believe, where Node.js does not know them. */
export type KafkaSecurity =
  { kind: 'none' } | { kind: 'scram' | 'scram-tls'; username: string; password: string; caFile?: string }

// kafkajs leaves Nagle's algorithm on, which with delayed acknowledgements costs up to 40 ms per small request.
const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) =>
  ssl
    ? connectTls(
        { host, port, ...ssl, ...(isIP(host) === 0 ? { servername: host } : {}) },
        onConnect,
      ).setNoDelay(true)
    : connectSocket({ host, port, noDelay: true, keepAlive: true }, onConnect)

/** With kafkajs's default of 300 ms every second transaction waits 310 ms (EXACTLY-ONCE.md, options that mattered). */
const PRODUCING_RETRY: RetryOptions = {
  initialRetryTime: 10,
  multiplier: 1.5,
  maxRetryTime: 500,
  retries: 10,
}
const CONSUMING_RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 20 }

/** Two clients, because consuming and producing need different retries. */
export interface KafkaClients {
  consuming: Kafka
  producing: Kafka
}

export function createKafka(settings: KafkaSettings, clientId: string, logger?: Logger): KafkaClients {
  const base = {
    clientId,
    brokers: settings.brokers,
    socketFactory,
    connectionTimeout: 5_000,
    authenticationTimeout: 5_000,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry: { level: number; log: { message: string } }) => {
      // kafkajs calls a rebalance an error; what fails for good reaches us as an exception or a CRASH event.
      if (entry.level <= kafkajs.logLevel.WARN) logger?.debug({ kafkajs: entry.log.message })
    },
    ...loginOf(settings.security),
  }
  return {
    consuming: new kafkajs.Kafka({ ...base, retry: CONSUMING_RETRY }),
    producing: new kafkajs.Kafka({ ...base, retry: PRODUCING_RETRY, requestTimeout: 10_000 }),
  }
}

function loginOf(security: KafkaSecurity): Pick<KafkaConfig, 'sasl' | 'ssl'> {
  if (security.kind === 'none') return {}
  const { username, password, caFile } = security
  const sasl = { mechanism: 'scram-sha-512' as const, username, password }
  if (security.kind === 'scram') return { sasl }
  return { sasl, ssl: caFile === undefined ? true : { ca: [readFileSync(caFile, 'utf8')] } }
}

/** A producer of one transactional id. Its first transaction fences every earlier holder of the id. */
export function transactionalProducer(kafka: Kafka, transactionalId: string): Producer {
  return kafka.producer({
    transactionalId,
    maxInFlightRequests: 1,
    transactionTimeout: 15_000,
    retry: PRODUCING_RETRY,
    allowAutoTopicCreation: false,
    createPartitioner: keyPartitioner,
  })
}

/** A producer that repeats nothing within its session, and takes part in no transaction. */
export function idempotentProducer(kafka: Kafka): Producer {
  return kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    retry: PRODUCING_RETRY,
    allowAutoTopicCreation: false,
    createPartitioner: keyPartitioner,
  })
}

/** Fetches are bounded at 1 MiB per partition: smaller halves the throughput, larger lengthens the transactions. */
export const FETCH_BYTES_PER_PARTITION_MAX = 1_048_576

export function stageConsumer(kafka: Kafka, groupId: string): Consumer {
  return kafka.consumer({
    groupId,
    partitionAssigners: [sliceAssigner],
    readUncommitted: false,
    sessionTimeout: 10_000,
    rebalanceTimeout: 20_000,
    heartbeatInterval: 1_000,
    maxWaitTimeInMs: 200,
    minBytes: 1,
    maxBytesPerPartition: FETCH_BYTES_PER_PARTITION_MAX,
    allowAutoTopicCreation: false,
    retry: CONSUMING_RETRY,
  })
}
