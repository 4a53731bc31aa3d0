import {
  type AttackKind,
  BATCH,
  bearer,
  get,
  goodEvent,
  JSON_TYPE,
  post,
  STRUCTURED,
  type Target,
} from '../attack.js'

/** Where a webhook must never lead: this machine, its neighbours, its cloud's secrets, other protocols (RFC 6890). */
export const FORBIDDEN_ADDRESSES = [
  'http://127.0.0.1:8401/',
  'https://127.0.0.1/',
  'https://localhost/hook',
  'https://localhost.localdomain/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://0.0.0.0/',
  'https://0/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[fe80::1]/',
  'https://[fd00::1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://100.64.0.1/',
  'https://224.0.0.1/',
  'https://user:secret@127.0.0.1/',
  'https://hub.example@127.0.0.1/',
  'https://127.0.0.1#@hub.example/',
  'https://127.0.0.1%00.hub.example/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_flushall',
  'ftp://127.0.0.1/',
  'javascript:alert(1)',
  'data:text/plain,x',
  '//127.0.0.1/',
  'https:///',
  '',
]

const READS: readonly [Target, string][] = [
  ['intake', '/receipts/made-2011-1001'],
  ['delivery', '/inbox'],
  ['delivery', '/inbox/stream'],
  ['console', '/api/gaps'],
  ['console', '/gaps'],
]

/** What a caller asks for that is not theirs. */
export const RIGHTS_ATTACKS: readonly AttackKind[] = [
  {
    kind: 'tokens that are no good',
    draw: (random, tokens) => {
      const token = tokens.bad[random.pick(Object.keys(tokens.bad))]!
      const [target, path] = random.pick(READS)
      const request = random.chance(0.5)
        ? post('/events', [bearer(token), STRUCTURED], JSON.stringify(goodEvent(random)))
        : get(path, [bearer(token)])
      return { target: request.method === 'POST' ? 'intake' : target, request, neverStatus: [200, 202] }
    },
  },
  {
    kind: 'no token, or half of one',
    draw: (random) => {
      const [target, path] = random.pick(READS)
      const header = random.pick([
        '',
        'Bearer',
        'Bearer ',
        'Basic Y291cnRzOng=',
        'Bearer a b c',
        'bearer \u00ff',
        'Negotiate x',
        `Bearer ${'a'.repeat(9_000)}`,
      ])
      const request = get(path, header === '' ? [] : [['authorization', header]])
      return { target, request, neverStatus: path === '/gaps' ? [] : [200] }
    },
  },
  {
    kind: 'another organisation’s events',
    draw: (random, tokens) => {
      const event = goodEvent(random)
      const change = random.pick<Record<string, unknown>>([
        {},
        { source: '/police/pnc' },
        { unit: 'police/pnc-bureau' },
        { unit: 'courts/b01fa', source: '/hub/reconciler' },
        { type: 'hub.gap.closed', dataschema: 'urn:interlock:event:hub.gap.closed:1' },
      ])
      return {
        target: 'intake',
        request: post(
          '/events',
          [bearer(tokens.police), STRUCTURED],
          JSON.stringify({ ...event, ...change }),
        ),
        neverStatus: [202],
      }
    },
  },
  {
    kind: 'replayed events',
    draw: (random, tokens) => {
      const event = { ...goodEvent(random), id: `replay-${random.whole(0, 20)}` }
      return {
        target: 'intake',
        request: post('/events', [bearer(tokens.courts), BATCH], JSON.stringify([event, event])),
      }
    },
  },
  {
    kind: 'another organisation’s inbox',
    draw: (random, tokens) => {
      const cursor = Buffer.from(JSON.stringify(['police', random.whole(0, 99)])).toString('base64url')
      const path = random.pick([
        `/inbox?cursor=${cursor}`,
        '/inbox?unit=police/pnc-bureau',
        '/inbox/stream?unit=police/pnc-bureau',
      ])
      return { target: 'delivery', request: get(path, [bearer(tokens.courts)]), neverStatus: [200] }
    },
  },
  {
    kind: 'addresses inside, as a webhook',
    draw: (random, tokens) => {
      const body = JSON.stringify({ url: random.pick(FORBIDDEN_ADDRESSES) })
      const path = `/inbox/webhook${random.pick(['', '?unit=police/pnc-bureau'])}`
      const request = { ...post(path, [bearer(tokens.police), JSON_TYPE], body), method: 'PUT' }
      return { target: 'delivery', request, neverStatus: [200, 201, 202, 204] }
    },
  },
]
