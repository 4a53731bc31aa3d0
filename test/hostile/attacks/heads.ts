import type { Random } from '#testkit/random'
import {
  type AttackKind,
  bearer,
  get,
  goodEvent,
  JSON_TYPE,
  post,
  STRUCTURED,
  type Target,
} from '../attack.js'

const TARGETS: readonly Target[] = ['intake', 'delivery', 'console']
const NOWHERE = { body: Buffer.alloc(0), headers: [], method: 'GET', path: '/' }

const PATHS = [
  '/../../etc/passwd',
  '/..%2f..%2fetc%2fpasswd',
  '/%2e%2e/%2e%2e/package.json',
  '/events/../inbox',
  '//events',
  '/events%00',
  '/receipts/%00',
  '/receipts/%ff%fe',
  '/receipts/%',
  '/receipts/..%5c..%5cboot.ini',
  "/receipts/'%20or%201=1--",
  '/receipts/__proto__',
  '/receipts/%7B%22$gt%22:%22%22%7D',
  '/inbox?cursor=%00',
  '/inbox?limit=-1',
  '/inbox?limit=1e9',
  '/inbox?limit=1&limit=2&limit[]=3',
  '/inbox?unit=../courts',
  '/inbox?cursor=eyJhIjoxfQ',
  '/inbox?__proto__[x]=1',
  '/inbox/stream?cursor=%F0%28%8C%28',
  '/health/../events',
  '/health/ready?x=%00',
  '/metrics/../../secrets',
  '/.env',
  '/.git/config',
  '/index.php?s=/Index/\\think',
  '/static/..%2f..%2fpackage.json',
  '/assets/%2e%2e/%2e%2e/package.json',
  '/api/people/..%2f..',
  '/api/gaps?cursor=%00&rule[$ne]=1',
  '/api/gaps/00000000-0000-0000-0000-000000000000',
  '/gaps?severity=%3Cscript%3Ealert(1)%3C/script%3E',
  '/messages/%0d%0aset-cookie:%20a=b',
  '/people/%F0%9F%92%A9',
  '/sign-in?return=https://evil.example/',
  '/signed-in?code=x&state=y',
  'http://evil.example/events',
  '*',
  '/\u00e9v\u00e9nements',
]

/** Requests that are wrong before any body is read: paths, methods, headers, framing. */
export const HEAD_ATTACKS: readonly AttackKind[] = [
  {
    kind: 'path tricks',
    draw: (random, tokens) => ({
      target: random.pick(TARGETS),
      request: get(
        random.pick(PATHS),
        random.chance(0.7) ? [bearer(random.pick([tokens.courts, tokens.police]))] : [],
      ),
    }),
  },
  {
    kind: 'paths without end',
    draw: (random, tokens) => ({
      target: random.pick(TARGETS),
      request: get(
        `/${random.pick(['receipts/', 'gaps/', 'inbox?cursor='])}${random.pick(['a', '%41', '/a', '%2f']).repeat(random.whole(500, 12_000))}`,
        [bearer(tokens.courts)],
      ),
    }),
  },
  {
    kind: 'methods',
    draw: (random, tokens) => ({
      target: random.pick(TARGETS),
      request: {
        ...post(
          random.pick(['/events', '/inbox', '/receipts/x', '/metrics', '/health/live']),
          [bearer(tokens.courts), JSON_TYPE],
          '{}',
        ),
        method: random.pick([
          'TRACE',
          'DELETE',
          'PATCH',
          'OPTIONS',
          'HEAD',
          'PROPFIND',
          'CONNECT',
          'LINK',
          'get',
          'X'.repeat(300),
        ]),
      },
    }),
  },
  {
    kind: 'header floods',
    draw: (random, tokens) => {
      const count = random.whole(50, 4_000)
      const flood = Array.from({ length: count }, (_, i): [string, string] => [
        `x-flood-${i}`,
        'y'.repeat(random.whole(1, 60)),
      ])
      return { target: random.pick(TARGETS), request: get('/inbox', [bearer(tokens.courts), ...flood]) }
    },
  },
  {
    kind: 'one huge header',
    draw: (random, tokens) => ({
      target: random.pick(TARGETS),
      request: get('/inbox', [
        bearer(tokens.courts),
        [
          random.pick(['cookie', 'x-forwarded-for', 'traceparent', 'last-event-id', 'accept']),
          'a=b;'.repeat(random.whole(500, 60_000)),
        ],
      ]),
    }),
  },
  {
    kind: 'attributes in headers',
    draw: (random, tokens) => {
      const { data, ...attributes } = goodEvent(random)
      const headers = Object.entries(attributes).map(([name, value]): [string, string] => [
        `ce-${name}`,
        String(value),
      ])
      const spoilt = random.pick<[string, string]>([
        ['ce-id', '%00%ff%'],
        ['ce-subject', '\u00ff\u00fe'],
        ['ce-time', '99999-13-45'],
        ['ce-__proto__', 'x'],
        ['ce-type', 'a.b.c'.repeat(200)],
        ['ce-sequence', '-1'],
        ['ce-traceparent', '00-zz'],
      ])
      return {
        target: 'intake',
        request: post(
          '/events',
          [bearer(tokens.courts), JSON_TYPE, ...headers, spoilt],
          JSON.stringify(data),
        ),
      }
    },
  },
  {
    kind: 'content types',
    draw: (random, tokens) => ({
      target: random.pick(['intake', 'delivery'] as const),
      request: post(
        random.pick(['/events', '/inbox/acknowledgements']),
        [
          bearer(tokens.courts),
          [
            'content-type',
            random.pick([
              'text/xml',
              'multipart/form-data; boundary=x',
              'application/json; charset=utf-16',
              '',
              'application/cloudevents+xml',
              `a/${'b'.repeat(3_000)}`,
              'application/json;'.repeat(50),
            ]),
          ],
          ...(random.chance(0.5)
            ? [['content-encoding', random.pick(['gzip', 'br', 'x'])] as [string, string]]
            : []),
        ],
        random.pick(['<a/>', '{}', '\u001f\u008b']),
      ),
    }),
  },
  {
    kind: 'framing',
    draw: (random, tokens) => ({ target: random.pick(TARGETS), request: misframed(random, tokens.courts) }),
  },
  {
    kind: 'no HTTP at all',
    draw: (random) => ({
      target: random.pick(TARGETS),
      request: {
        ...NOWHERE,
        head: random.pick([
          'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
          '\u0016\u0003\u0001\u0002\u0000',
          'GET / HTTP/9.9\r\n\r\n',
          'GET /\r\n\r\n',
          '\r\n'.repeat(500) + 'X',
          'GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n',
          'GET / HTTP/1.1\nbad line\r\n\r\n',
          'HELO mail\r\n\r\n',
        ]),
      },
    }),
  },
]

/** Length and transfer encoding that contradict each other or themselves: request smuggling. */
function misframed(random: Random, token: string) {
  const body = JSON.stringify(goodEvent(random))
  const base = [bearer(token), STRUCTURED] as const
  return random.pick([
    post(
      '/events',
      [...base, ['content-length', '5'], ['transfer-encoding', 'chunked']],
      '0\r\n\r\nGET /inbox HTTP/1.1\r\n\r\n',
    ),
    post('/events', [...base, ['transfer-encoding', 'chunked']], `ffffffffff\r\n${body}`),
    post('/events', [...base, ['transfer-encoding', 'chunked']], `zz\r\n${body}\r\n0\r\n\r\n`),
    post('/events', [...base, ['transfer-encoding', 'xchunked']], body),
    post('/events', [...base, ['content-length', '-1']], body),
    post('/events', [...base, ['content-length', '1e3']], body),
    post('/events', [...base, ['content-length', '3'], ['content-length', '4']], body),
    post('/events', [...base, ['content-length', '1']], body),
    post('/events', [...base, ['expect', '100-continue']], body),
    post('/events', [...base, ['expect', '666-never']], body),
    post('/events', [...base, ['upgrade', 'websocket'], ['connection', 'upgrade']], body),
  ])
}
