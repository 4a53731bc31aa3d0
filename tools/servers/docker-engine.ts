import { existsSync } from 'node:fs'
import type { RequestOptions } from 'node:http'
import { request } from 'node:http'

/**
 * The few questions we ask a Docker engine ourselves, over its own API, so that tests need no docker command.
 * Engines behind TLS are left to people: name their servers in the environment.
 */
export async function engineAnswers(): Promise<boolean> {
  const found = address()
  if (found === undefined) return false
  return ask('GET', '/_ping', 2_000).then(
    (status) => status === 200,
    () => false,
  )
}

/** `POST /containers/<id>/<deed>`: kill?signal=…, start, stop. Already so (304) and already ended (409) count as done. */
export async function container(id: string, deed: string): Promise<void> {
  const status = await ask('POST', `/containers/${id}/${deed}`, 60_000)
  if (status >= 400 && status !== 409)
    throw new Error(`HUB_SERVERS_CONTAINER: ${deed} of ${id} answered ${status}`)
}

/** Removes a container and its anonymous volumes, running or not. */
export async function removeContainer(id: string): Promise<void> {
  await ask('DELETE', `/containers/${id}?force=true&v=true`, 60_000)
}

/** Whether it runs; false also when it is not there any more. */
export async function containerRuns(id: string): Promise<boolean> {
  const body: Buffer[] = []
  const status = await ask('GET', `/containers/${id}/json`, 10_000, body)
  if (status !== 200) return false
  const { State } = JSON.parse(Buffer.concat(body).toString()) as { State: { Running: boolean } }
  return State.Running
}

function ask(method: string, path: string, patienceMs: number, body: Buffer[] = []): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...address(), method, path, timeout: patienceMs }, (response) => {
      response.on('data', (chunk: Buffer) => body.push(chunk))
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', reject)
    })
    sent.on('timeout', () => sent.destroy(new Error(`the Docker engine did not answer ${method} ${path}`)))
    sent.on('error', reject)
    sent.end()
  })
}

function address(): RequestOptions | undefined {
  const named = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock'
  if (named.startsWith('unix://')) {
    const socketPath = named.slice('unix://'.length)
    return existsSync(socketPath) ? { socketPath } : undefined
  }
  if (!named.startsWith('tcp://') || process.env['DOCKER_TLS_VERIFY']) return undefined
  const { hostname, port } = new URL(named.replace('tcp://', 'http://'))
  return { host: hostname, port: Number(port) || 2375 }
}
