import { loadContracts } from '#platform/contracts'
import { write } from '../answer.js'
import { hubPlace } from '../hub-place.js'
import { provision } from '../stack/provisioning.js'

/** `interlock setup`: topics and clients on the servers that the environment names; the compose file's first step. */
export async function setup(): Promise<void> {
  const { kafka, home, contracts } = hubPlace()
  const topics = await provision(loadContracts(contracts), { kafka, prefix: kafka.prefix, home })
  write(`${topics} topics are there, and the clients are in credentials.json.`)
}
