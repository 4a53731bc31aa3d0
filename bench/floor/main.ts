import { topicsOf } from '#core/messages'
import { loadContracts } from '#platform/contracts'
import type { KafkaSettings } from '#platform/kafka'
import { createPool } from '#platform/postgres'
import { bareFloor } from './bare.js'
import { exchangeFloor } from './exchange.js'
import { type FloorBatch, runFloor } from './members.js'
import { registerFloor } from './register.js'

/** What the bench tells a floor, as the program's one argument. */
export interface FloorOrder {
  floor: 'bare' | 'register' | 'exchange'
  kafka: KafkaSettings
  databaseUrl: string
  schema: string
  group: string
  inputs: string[]
  /** Before the topics that it writes to. */
  outputPrefix: string
}

const order = JSON.parse(process.argv[2] ?? '') as FloorOrder
const topics = topicsOf(order.outputPrefix)
const pool = createPool(order.databaseUrl, { application: 'floor', schema: order.schema })
const catalogue = loadContracts('contracts')
const floors: Record<FloorOrder['floor'], () => FloorBatch | Promise<FloorBatch>> = {
  bare: () => bareFloor(pool, catalogue, `${order.outputPrefix}bare.out`),
  register: () => registerFloor(pool, topics.linked),
  exchange: () => exchangeFloor(pool, catalogue, order.outputPrefix),
}
process.once('disconnect', () => process.exit())
process.once('SIGTERM', () => process.exit())
await runFloor(order.kafka, { group: order.group, topics: order.inputs }, await floors[order.floor]())
process.send?.('running')
