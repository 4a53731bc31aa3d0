import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { WebhookSender } from './webhook-sender.js'

describe('sending a webhook', () => {
  const sender = new WebhookSender(new Set(['127.0.0.1']))
  const asked: string[] = []
  let server: Server
  let port: number

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      if (request.url === '/moved')
        response.writeHead(307, { location: `http://127.0.0.1:${port}/elsewhere` }).end()
      else if (request.url === '/busy') response.writeHead(503, { 'retry-after': '7' }).end()
      else if (request.url === '/endless') endless(response.writeHead(200))
      else if (request.url === '/silent') request.socket.destroy()
      else response.writeHead(204).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(async () => {
    await sender.close()
    server.closeAllConnections()
    server.close()
  })

  const send = (url: string) =>
    sender.send({
      url,
      id: 'msg-1',
      body: '{}',
      contentType: 'application/json',
      secrets: ['whsec_c29tZWJvZHkgZWxzZQ=='],
      signal: new AbortController().signal,
    })

  it('ends well with any 2xx, even with an answer that never ends', async () => {
    expect(await send(`http://127.0.0.1:${port}/`)).toBeUndefined()
    expect(await send(`http://127.0.0.1:${port}/endless`)).toBeUndefined()
  })

  it('follows no redirect', async () => {
    expect(await send(`http://127.0.0.1:${port}/moved`)).toEqual({
      code: 'HUB_WEBHOOK_REDIRECT',
      status: 307,
    })
    expect(asked).not.toContain('/elsewhere')
  })

  it('says what the receiver said, and how long it asks to be left alone', async () => {
    expect(await send(`http://127.0.0.1:${port}/busy`)).toEqual({
      code: 'HUB_WEBHOOK_REFUSED',
      status: 503,
      retryAfterMs: 7_000,
    })
    expect(await send(`http://127.0.0.1:${port}/silent`)).toEqual({ code: 'HUB_WEBHOOK_UNREACHABLE' })
  })

  it.each([
    ['a name that leads to this machine', 'https://localhost'],
    ['this machine by number', 'https://127.0.0.2'],
    ['a cloud’s metadata', 'https://169.254.169.254'],
    ['this machine, mapped into IPv6', 'https://[::ffff:127.0.0.1]'],
    ['no TLS', 'http://localhost'],
  ])('never goes to %s', async (_says, origin) => {
    const before = asked.length
    expect(await send(`${origin}:${port}/`)).toEqual({ code: 'HUB_WEBHOOK_ADDRESS' })
    expect(asked).toHaveLength(before)
  })
})

function endless(response: {
  write(chunk: Buffer): boolean
  once(event: 'drain', then: () => void): unknown
}): void {
  while (response.write(Buffer.alloc(65_536)));
  response.once('drain', () => endless(response))
}
