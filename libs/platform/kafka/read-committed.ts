import { createRequire } from 'node:module'

interface FetchedMessage {
  offset: string
  isControlRecord: boolean
  batchContext: { producerId: string; inTransaction: boolean }
}

interface FetchedPartition {
  abortedTransactions?: { producerId: string; firstOffset: string }[]
  messages: FetchedMessage[]
}

interface Fetched {
  responses: { partitions: FetchedPartition[] }[]
}

/**
 * Hides the messages of aborted transactions. The broker lists those in the order in which they ended; kafkajs 2.2.4 takes
 * them one a message and in that order, so that where several producers' transactions lie among each other it lets aborted
 * messages through: seen when three of them were cut off at once. Hidden as control records, which kafkajs drops after it
 * has counted their offsets.
 */
export function hideAborted(partition: FetchedPartition): void {
  const begun = (partition.abortedTransactions ?? []).toSorted(
    (a, b) => Number(a.firstOffset) - Number(b.firstOffset),
  )
  if (begun.length === 0) return
  const aborted = new Set<string>()
  for (const message of partition.messages) {
    while (begun[0] !== undefined && Number(message.offset) >= Number(begun[0].firstOffset))
      aborted.add(begun.shift()!.producerId)
    const { producerId, inTransaction } = message.batchContext
    if (message.isControlRecord) aborted.delete(producerId)
    else if (inTransaction && aborted.has(producerId)) message.isControlRecord = true
  }
  partition.abortedTransactions = []
}

const { prototype } = createRequire(import.meta.url)('kafkajs/src/broker') as {
  prototype: { fetch(request: unknown): Promise<Fetched>; hidesAborted?: true }
}
if (prototype.hidesAborted === undefined) {
  const fetchAll = prototype.fetch
  prototype.hidesAborted = true
  prototype.fetch = async function fetchCommitted(request) {
    const fetched = await fetchAll.call(this, request)
    for (const { partitions } of fetched.responses) for (const partition of partitions) hideAborted(partition)
    return fetched
  }
}
