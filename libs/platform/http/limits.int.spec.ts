import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Controller, Get, Module } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createLogger } from '#platform/telemetry'
import { HealthModule } from './health-module.js'
import { createHttpApp, listen } from './http-app.js'

/** Answers when the test says so. */
class Held {
  began = 0
  release: () => void = () => undefined
  private gate = new Promise<void>((resolve) => (this.release = resolve))
  async wait(): Promise<void> {
    this.began += 1
    await this.gate
  }
}
let held = new Held()

@Controller('held')
class HeldController {
  @Get()
  async read(): Promise<object> {
    await held.wait()
    return {}
  }
}

@Module({ imports: [HealthModule], controllers: [HeldController] })
class HeldModule {}

describe('the limits of an HTTP app', () => {
  let app: NestFastifyApplication
  let port: number
  let base: string

  beforeAll(async () => {
    app = await createHttpApp(HeldModule, {
      logger: createLogger('test', 'silent'),
      bodies: 'parsed',
      bodyBytesMax: 1_000,
      concurrency: { callerMax: 2, allMax: 3 },
      rate: { requestsMax: 1_000, windowMs: 60_000, by: (request) => String(request.headers['x-caller']) },
    })
    port = await listen(app, 0)
    base = `http://127.0.0.1:${port}`
  })
  // Node keeps what a client left half-way in its list of the busy until that client hangs up
  afterAll(() => {
    const closed = app.close()
    app.getHttpServer().closeAllConnections()
    return closed
  })

  const ask = async (caller: string, signal?: AbortSignal) => {
    const answer = await fetch(`${base}/held`, {
      headers: { 'x-caller': caller },
      ...(signal ? { signal } : {}),
    })
    const { code } = (await answer.json()) as { code?: string }
    return { status: answer.status, code, retryAfter: answer.headers.get('retry-after') }
  }
  const begun = async (count: number) => {
    while (held.began < count) await new Promise((resolve) => setImmediate(resolve))
  }

  it('bind it to this machine where nobody said otherwise', () => {
    expect((app.getHttpServer().address() as AddressInfo).address).toBe('127.0.0.1')
  })

  it('let a caller, and all together, have so many requests under way and no more, and count what ended', async () => {
    held = new Held()
    const under = [ask('a'), ask('a')]
    await begun(2)
    expect(await ask('a')).toEqual({ status: 429, code: 'HUB_HTTP_TOO_MANY_AT_ONCE', retryAfter: '1' })
    under.push(ask('b'))
    await begun(3)
    expect(await ask('c')).toMatchObject({ status: 503, code: 'HUB_HTTP_BUSY' })
    const probe = await fetch(`${base}/health/live`)
    expect([probe.status, await probe.json()]).toEqual([200, expect.anything()])
    held.release()
    expect((await Promise.all(under)).map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await ask('c')).status).toBe(200)
  })

  it('count a caller who hung up as gone', async () => {
    held = new Held()
    const leaving = new AbortController()
    const left = [ask('d', leaving.signal), ask('d', leaving.signal)].map((each) => each.catch(() => 'left'))
    await begun(2)
    leaving.abort()
    expect(await Promise.all(left)).toEqual(['left', 'left'])
    held.release()
    let answer = await ask('d')
    while (answer.status === 429) answer = await ask('d')
    expect(answer.status).toBe(200)
  })

  it('cut off a head that is too large', async () => {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`GET /held HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`)
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 431 /)
  })
})
