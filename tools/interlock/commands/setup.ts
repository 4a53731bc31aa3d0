import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadContracts } from '#platform/contracts'
import { write } from '../answer.js'
import { hubPlace, withDatabase } from '../hub-place.js'
import { prepareLogins, provision } from '../stack/provisioning.js'

/** `interlock setup`: roles, topics and clients on the servers that the environment names; the compose file's first step. */
export async function setup(): Promise<void> {
  const { kafka, home, contracts, databaseUrl } = hubPlace()
  await withDatabase((pool) => prepareLogins(pool, databaseUrl, passwords()))
  const topics = await provision(loadContracts(contracts), { kafka, prefix: kafka.prefix, home })
  write(`${topics} topics are there, and the clients are in credentials.json.`)
}

/** Of roles, where somebody else has made them: a folder with a file for each; else they are derived. */
function passwords(): ((role: string) => string) | undefined {
  const folder = process.env['INTERLOCK_ROLE_PASSWORDS']
  return folder === undefined ? undefined : (role) => readFileSync(join(folder, role), 'utf8').trim()
}
