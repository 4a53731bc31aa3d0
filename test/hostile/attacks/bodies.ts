import type { Random } from '#testkit/random'
import {
  type AttackKind,
  BATCH,
  bearer,
  goodEvent,
  JSON_TYPE,
  post,
  STRUCTURED,
  type Target,
  type Tokens,
} from '../attack.js'

type Body = (random: Random) => Buffer | string

const text = (value: unknown): string => JSON.stringify(value)
/** The good event with its one number-like member replaced by a text that no serialiser would write. */
const withRaw = (random: Random, raw: string): string =>
  text(goodEvent(random)).replace('"1970-01-31"', raw).replace('"SOPO"', raw)

const NUMBERS = [
  '1e999',
  '-1e999',
  `1${'0'.repeat(5_000)}`,
  '9007199254740993',
  '0.1e-400',
  '-0',
  '1E+0400',
  '00012',
]
const LITERALS = ['NaN', 'Infinity', 'undefined', "'x'", '{,}', '[1,]', 'tru', '0x10', '\u2028', '/* */']
const STRINGS = [
  '\u0000',
  '\ud800',
  '\udfff\ud800',
  '\u202e',
  '\u001b[31m',
  '${7*7}',
  "'; drop table fact; --",
  '<script>',
  '{{7*7}}',
  '=cmd|x',
  'x'.repeat(70_000),
]
const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  '\u0000',
  'a'.repeat(9_000),
  '$ref',
  '../',
]
const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  ' ',
  [],
  {},
  [[]],
  [null],
  { length: -1 },
  'x'.repeat(500),
]

const BODIES: Readonly<Record<string, Body>> = {
  'not JSON': (random) => {
    const good = text(goodEvent(random))
    return random.chance(0.5)
      ? good.slice(0, random.whole(0, good.length - 1))
      : withRaw(random, random.pick(LITERALS))
  },
  'nested deeply': (random) => {
    const depth = random.whole(33, 100_000)
    const [open, close] = random.pick([
      ['[', ']'],
      ['{"a":', '}'],
    ] as const)
    return `${open.repeat(depth)}1${random.chance(0.7) ? close.repeat(depth) : ''}`
  },
  'wrong types': (random) => {
    const event = goodEvent(random)
    const inside = random.chance(0.6)
    const holder = inside ? (event['data'] as Record<string, unknown>) : event
    holder[random.pick(Object.keys(holder))] = random.pick(VALUES)
    return text(event)
  },
  'members that mean something to JavaScript': (random) => {
    const key = random.pick(KEYS)
    return text(goodEvent(random)).replace(
      random.pick(['"person":', '"data":', '"unit":', '{']),
      (found) =>
        `${found === '{' ? '{' : ''}${text(key)}:{"polluted":true,"toString":1},${found === '{' ? '' : found}`,
    )
  },
  'huge numbers': (random) => withRaw(random, random.pick(NUMBERS)),
  'strange characters': (random) => {
    const event = goodEvent(random)
    const data = event['data'] as { conditions: string[]; orderId: string }
    const strange = random.pick(STRINGS)
    random.pick([
      () => (data.conditions = [strange]),
      () => (event['id'] = strange),
      () => (event['subject'] = `order:B01FA/${strange}`),
    ])()
    return text(event)
  },
  'invalid UTF-8': (random) => {
    const bytes = Buffer.from(text(goodEvent(random)))
    for (let i = random.whole(1, 5); i > 0; i -= 1)
      bytes[random.whole(0, bytes.length - 1)] = random.pick([0x80, 0xc0, 0xc1, 0xf5, 0xff, 0xed])
    return bytes
  },
  'many members': (random) =>
    `{${Array.from({ length: random.whole(1_000, 60_000) }, (_, i) => `"k${i}":${i}`).join(',')}}`,
  'a very large body': (random) => `{"data":"${'x'.repeat(random.whole(4_194_304, 6_000_000))}"}`,
  noise: (random) => Buffer.from(Array.from({ length: random.whole(0, 4_000) }, () => random.whole(0, 255))),
}

const PLACES: readonly [Target, string][] = [
  ['intake', '/events'],
  ['intake', '/events'],
  ['intake', '/manifests'],
  ['delivery', '/inbox/acknowledgements'],
]

/** Bodies that nobody honest sends, to whoever reads a body. */
export const BODY_ATTACKS: readonly AttackKind[] = [
  ...Object.entries(BODIES).map(([kind, body]) => ({
    kind,
    draw: (random: Random, tokens: Tokens) => {
      const [target, path] = random.pick(PLACES)
      const type = path === '/events' ? random.pick([STRUCTURED, BATCH, JSON_TYPE]) : JSON_TYPE
      return { target, request: post(path, [bearer(tokens.courts), type], body(random)) }
    },
  })),
  {
    kind: 'a batch of too many',
    draw: (random, tokens) => ({
      target: 'intake',
      request: post(
        '/events',
        [bearer(tokens.courts), BATCH],
        `[${'{},'.repeat(random.whole(1_000, 9_000))}{}]`,
      ),
    }),
  },
  {
    kind: 'an extract that is none',
    draw: (random, tokens) => {
      const asAt = `2011-10-0${random.whole(1, 3)}T00:00:00Z`
      const query = `type=courts.prevention-order.made&unit=courts/b01fa&asAt=${asAt}&upload=h${random.whole(0, 1e9)}`
      const type = random.pick(['text/csv', 'application/x-ndjson'])
      const rows = random.pick([
        Buffer.from('a,b,c\n1,2\n"unclosed'),
        Buffer.from(`courtCode,orderId\n${'"'.repeat(90_000)}`),
        Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0x00]),
        Buffer.from(`{"a":${'['.repeat(5_000)}\n`),
        Buffer.from(`${'x'.repeat(200_000)}\n`),
        Buffer.from('courtCode,orderId,orderType\n=cmd|x,@SUM(A1),+1\n'),
      ])
      return {
        target: 'intake',
        request: post(`/extracts?${query}`, [bearer(tokens.courts), ['content-type', type]], rows),
      }
    },
  },
  {
    kind: 'acknowledgements that are none',
    draw: (random, tokens) => {
      const id = { source: '/courts/libra', id: 'made-2011-1001', recipient: 'police/pnc-bureau' }
      const body = random.pick<unknown>([
        { ids: [], outcome: 'received' },
        { ids: Array.from({ length: 501 }, () => id), outcome: 'received' },
        { ids: [{ ...id, recipient: { $ne: null } }], outcome: 'received' },
        { ids: [id], outcome: '__proto__' },
        { ids: { length: 1e9 }, outcome: 'recorded' },
        { ids: [{ ...id, id: 'x'.repeat(100_000) }], outcome: 'recorded' },
        { ids: [{ ...id, occasion: '\u0000' }], outcome: 'recorded', reference: '\ud800' },
        [id],
      ])
      return {
        target: 'delivery',
        request: post('/inbox/acknowledgements', [bearer(tokens.courts), JSON_TYPE], text(body)),
      }
    },
  },
]
