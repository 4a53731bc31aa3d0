import { readFileSync } from 'node:fs'
import { Agent, fetch as fetchBy } from 'undici'
import type { CallerFiles } from '#platform/config'

export type Fetch = typeof fetch

/**
 * `fetch` for calls to the hub's own apps and to its identity provider, which shows the certificate of the settings and trusts
 * the authority named there; the plain one where they name neither. The files are read once.
 */
export function fetchAs(files: CallerFiles | undefined): Fetch {
  if (files === undefined) return (...asked) => fetch(...asked)
  const { certFile, keyFile, caFile } = files
  const dispatcher = new Agent({
    connect: {
      ...(certFile === undefined ? {} : { cert: readFileSync(certFile) }),
      ...(keyFile === undefined ? {} : { key: readFileSync(keyFile) }),
      ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
    },
  })
  // undici's own fetch: Node's takes no agent of another version than the one that is built into it
  const ask = fetchBy as unknown as (url: Parameters<Fetch>[0], request: object) => Promise<Response>
  return (url, request) => ask(url, { ...request, dispatcher })
}
