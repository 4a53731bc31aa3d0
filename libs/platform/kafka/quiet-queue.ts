import { createRequire } from 'node:module'

interface RequestQueue {
  pending: unknown[]
  scheduleCheckPendingRequests(): void
}

/**
 * kafkajs 2.2.4 looks every millisecond whether a connection has requests waiting, for ever and also where none are: with a
 * producer for each partition that is thirty thousand timers a second. Whoever puts a request into the queue calls this too,
 * so nothing is missed where it looks only while something waits.
 */
const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
  prototype: RequestQueue & { isQuiet?: true }
}
if (prototype.isQuiet === undefined) {
  const schedule = prototype.scheduleCheckPendingRequests
  prototype.isQuiet = true
  prototype.scheduleCheckPendingRequests = function scheduleWhileWaiting() {
    if (this.pending.length > 0) schedule.call(this)
  }
}
