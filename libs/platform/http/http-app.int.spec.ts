import { Body, Controller, Get, Module, Post } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { IsString } from 'class-validator'
import { HubError } from '#core/kernel'
import { createLogger } from '#platform/telemetry'
import { Readiness } from './health.js'
import { HealthModule } from './health-module.js'
import { createHttpApp, listen } from './http-app.js'
import { Problem } from './problem.js'

const SECRET = 'a name that no answer may repeat'

class Note {
  @IsString()
  text!: string
}

@Controller('notes')
class NotesController {
  @Post()
  write(@Body() note: Note): Note {
    return note
  }

  @Get('broken')
  broken(): never {
    throw new Error(SECRET)
  }

  @Get('later')
  later(): never {
    throw new HubError('HUB_TEST_LATER', 'The store sleeps.', 'later')
  }
}

@Module({ imports: [HealthModule], controllers: [NotesController] })
class NotesModule {}

describe('an HTTP app', () => {
  let app: NestFastifyApplication
  let base: string

  beforeAll(async () => {
    app = await createHttpApp(NotesModule, {
      logger: createLogger('test', 'silent'),
      bodies: 'parsed',
      bodyBytesMax: 1_000,
      before: async (request) => {
        if (request.headers['x-banned'] !== undefined)
          throw new Problem(401, 'HUB_TEST_BANNED', 'Banned.', 'Leave.')
      },
      rate: {
        requestsMax: 3,
        windowMs: 60_000,
        by: (request) => String(request.headers['x-caller'] ?? Math.random()),
      },
    })
    base = `http://127.0.0.1:${await listen(app, 0, '127.0.0.1')}`
  })
  afterAll(() => app.close())

  async function call(
    path: string,
    init: RequestInit = {},
  ): Promise<{ status: number; headers: Headers; text: string; json: Record<string, unknown> }> {
    const response = await fetch(base + path, init)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: JSON.parse(text) as Record<string, unknown>,
    }
  }
  const post = (body: string): ReturnType<typeof call> =>
    call('/notes', { method: 'POST', headers: { 'content-type': 'application/json' }, body })

  it('answers every refusal as problem details with code, faults and mend', async () => {
    const { status, headers, json } = await post('{"text": 7, "more": 1}')
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(json).toMatchObject({
      type: 'urn:interlock:problem:HUB_HTTP_INVALID',
      status: 400,
      mend: expect.any(String),
    })
    expect((json['faults'] as { at: string }[]).map(({ at }) => at).sort()).toEqual(['/more', '/text'])
  })

  it.each([
    ['not JSON', '{"text": ', 400, 'HUB_HTTP_UNREADABLE'],
    ['too deep', `${'['.repeat(33)}${']'.repeat(33)}`, 400, 'HUB_HTTP_UNREADABLE'],
    ['too long', `"${'x'.repeat(1_000)}"`, 413, 'HUB_HTTP_BODY_TOO_LARGE'],
  ])('refuses a body that is %s', async (_what, body, status, code) => {
    expect(await post(body)).toMatchObject({ status, json: { code } })
  })

  it('answers what is not there, and what it does not take, in the same form', async () => {
    expect(await call('/nowhere')).toMatchObject({ status: 404, json: { code: 'HUB_HTTP_NOT_FOUND' } })
    const text = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }
    expect(await call('/notes', text)).toMatchObject({ status: 415, json: { code: 'HUB_HTTP_MEDIA_TYPE' } })
  })

  it('keeps the text of its own failures to itself', async () => {
    const broken = await call('/notes/broken')
    expect(broken).toMatchObject({ status: 500, json: { code: 'HUB_HTTP_INTERNAL' } })
    expect(broken.text).not.toContain(SECRET)
  })

  it('asks to come back when a part is down', async () => {
    const { status, headers, json } = await call('/notes/later')
    expect([status, headers.get('retry-after'), json['code']]).toEqual([503, '5', 'HUB_TEST_LATER'])
  })

  it('refuses before it reads, and leaves health open', async () => {
    const banned = { headers: { 'x-banned': '1' } }
    expect(await call('/notes/later', banned)).toMatchObject({
      status: 401,
      json: { code: 'HUB_TEST_BANNED' },
    })
    expect((await call('/health/live', banned)).status).toBe(200)
  })

  it('tells Prometheus what it did by route, with nothing of an address in a label, and needs no token for it', async () => {
    await call('/a-name-in-an-address')
    const metrics = await fetch(`${base}/metrics`, { headers: { 'x-banned': '1' } })
    const page = await metrics.text()
    expect([metrics.status, metrics.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ])
    expect(page).toMatch(
      /interlock_http_request_duration_seconds_count\{app="test",method="GET",route="none",status="404"\} \d/,
    )
    expect(page).not.toContain('a-name-in')
    expect(page).toContain('process_resident_memory_bytes')
  })

  it('limits the rate of one caller, says for how long, and no other caller’s', async () => {
    const as = (caller: string) => call('/notes/later', { headers: { 'x-caller': caller } })
    const statuses = [await as('a'), await as('a'), await as('a'), await as('a'), await as('b')].map(
      ({ status }) => status,
    )
    expect(statuses).toEqual([503, 503, 503, 429, 503])
    const limited = await as('a')
    expect(limited.json['code']).toBe('HUB_HTTP_RATE_LIMITED')
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('sets headers that tell browsers to run nothing', async () => {
    const { headers } = await call('/health/live')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is ready when its parts are, names those that are not, and is not ready once it closes', async () => {
    const readiness = app.get(Readiness, { strict: false })
    readiness.register('store', async () => undefined)
    expect(await call('/health/ready')).toMatchObject({
      status: 200,
      json: { ready: true, checks: { store: 'up' } },
    })
    readiness.register('store', async () => {
      throw new Error(SECRET)
    })
    const down = await call('/health/ready')
    expect(down).toMatchObject({ status: 503, json: { ready: false, checks: { store: 'down' } } })
    expect(down.text).not.toContain(SECRET)
    readiness.register('store', async () => undefined)
    readiness.close()
    expect((await call('/health/ready')).status).toBe(503)
  })
})
