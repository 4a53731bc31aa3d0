/** kafkajs puts the protocol's error name in `type`, sometimes below `cause` or `originalError`. */
function typesOf(error: unknown): string[] {
  const types: string[] = []
  let current = error as
    { type?: string; cause?: unknown; originalError?: unknown; message?: string } | undefined
  for (let depth = 0; current && depth < 5; depth += 1) {
    if (current.type) types.push(current.type)
    if (current.message) types.push(current.message)
    current = (current.cause ?? current.originalError) as typeof current
  }
  return types
}

export function isConcurrentTransactions(error: unknown): boolean {
  return typesOf(error).some((type) => type === 'CONCURRENT_TRANSACTIONS')
}

/** Another process took our transactional id. Error code 90 is PRODUCER_FENCED, which kafkajs 2.2.4 does not know. */
export function isFenced(error: unknown): boolean {
  return typesOf(error).some(
    (type) =>
      /INVALID_PRODUCER_EPOCH|INVALID_PRODUCER_ID_MAPPING|INVALID_TXN_STATE|PRODUCER_FENCED/.test(type) ||
      /error code 90/i.test(type),
  )
}

/** The group has moved on: the consumer must rejoin, so the error has to reach kafkajs. */
export function isRebalance(error: unknown): boolean {
  return typesOf(error).some((type) =>
    [
      'REBALANCE_IN_PROGRESS',
      'NOT_COORDINATOR_FOR_GROUP',
      'ILLEGAL_GENERATION',
      'UNKNOWN_MEMBER_ID',
    ].includes(type),
  )
}
