import { createRequire } from 'node:module'

interface Asked {
  groupId: string
  coordinatorType?: number
}

interface Cluster {
  findGroupCoordinator(asked: Asked): Promise<object>
}

const TRANSACTION = 1

/**
 * Remembers coordinators for the producers of transactions. kafkajs asks for them anew four times a transaction, each a round
 * trip; here a producer lives until its first error, whatever it is, and its successor asks again. Consumers and admins, which
 * outlive a coordinator's move, ask as before.
 */
const { prototype } = createRequire(import.meta.url)('kafkajs/src/cluster') as {
  prototype: Cluster & { remembers?: true }
}
const coordinators = new WeakMap<Cluster, Map<string, object>>()
if (prototype.remembers === undefined) {
  const find = prototype.findGroupCoordinator
  prototype.remembers = true
  prototype.findGroupCoordinator = async function findOnce(asked) {
    if (asked.coordinatorType === TRANSACTION && !coordinators.has(this)) coordinators.set(this, new Map())
    const known = coordinators.get(this)
    const name = `${asked.coordinatorType ?? 0} ${asked.groupId}`
    const coordinator = known?.get(name) ?? (await find.call(this, asked))
    known?.set(name, coordinator)
    return coordinator
  }
}
