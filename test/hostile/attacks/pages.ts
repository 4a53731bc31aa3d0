import { type AttackKind, get, post } from '../attack.js'

/** A script that no page may hold as it was sent. */
export const SCRIPT = '<script>alert(7)</script>'
const ENCODED = encodeURIComponent(SCRIPT)

const PAGES = [
  `/gaps?severity=${ENCODED}`,
  `/gaps?cursor=${ENCODED}&rule=${ENCODED}`,
  `/gaps/${ENCODED}`,
  `/messages?id=${ENCODED}`,
  `/messages?id=${'%F0%9F%92%A9'.repeat(80)}`,
  `/lists/${ENCODED}`,
  `/conservation?from=${ENCODED}&to=9999-99-99`,
  '/conservation?from=2011-13-45',
  `/sign-in/start?returnTo=${ENCODED}`,
  '/sign-in/start?returnTo=//evil.example/',
  '/sign-in/start?returnTo=/%5cevil.example',
  `/sign-in/callback?code=${ENCODED}&state=${ENCODED}`,
  '/sign-in/callback?error=access_denied&state=x&state=y',
  '/sign-in/callback',
  '/signed-out?__proto__=1',
  `/${ENCODED}`,
]

const COOKIES = [
  'interlock_console=',
  'interlock_console=s%3Aforged.signature',
  `interlock_console=${'a'.repeat(6_000)}`,
  'interlock_console=%00%ff; interlock_console=b',
  'interlock_console={"signedIn":{"principal":{"scopes":["hub.operate"]}}}',
  '__Host-x=y; =; ;;;',
]

/** Pages for people: addresses that would run something in a browser, sessions that nobody gave, forms that nobody opened. */
export const PAGE_ATTACKS: readonly AttackKind[] = [
  {
    kind: 'pages with a script in the address',
    draw: (random) => ({
      target: 'console',
      request: get(random.pick(PAGES), [
        ['accept', 'text/html'],
        ['cookie', random.pick(COOKIES)],
      ]),
    }),
  },
  {
    kind: 'sessions that nobody gave',
    draw: (random) => ({
      target: 'console',
      request: get(random.pick(['/api/gaps', '/api/overview', '/api/lists/arrivals', '/api/conservation']), [
        ['cookie', random.pick(COOKIES)],
      ]),
      neverStatus: [200],
    }),
  },
  {
    kind: 'forms that nobody opened',
    draw: (random) => ({
      target: 'console',
      request: post(
        random.pick(['/sign-out', '/sign-in', '/gaps']),
        [
          [
            'content-type',
            random.pick([
              'application/x-www-form-urlencoded',
              'text/plain',
              'multipart/form-data; boundary=x',
            ]),
          ],
          ['cookie', random.pick(COOKIES)],
          ['origin', 'https://evil.example'],
        ],
        random.pick(['_csrf=forged', '_csrf[]=a&_csrf[]=b', 'a=1&'.repeat(20_000), '%%%', '']),
      ),
      neverStatus: [200, 303],
    }),
  },
]
