import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'

/** Says how long a body will be and sends none of it: what is too large is to be refused before it is read. */
export async function announced(
  url: string,
  headers: Record<string, string>,
  bytes: number,
): Promise<{ code?: string }> {
  const asking = request(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': bytes, connection: 'close' },
  })
  asking.flushHeaders()
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  return (await json(answer)) as { code?: string }
}
