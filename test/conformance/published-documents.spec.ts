import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { ParseOutput } from '@asyncapi/parser'
import { parse } from 'yaml'
import { organisationOf } from '#core/messages'
import { loadContracts } from '#platform/contracts'
import { ConsoleModule } from '../../apps/console/console-module.js'
import { DeliveryModule } from '../../apps/delivery/delivery-module.js'
import { judgeEvent } from '../../apps/intake/events/judge-event.js'
import { IntakeModule } from '../../apps/intake/intake-module.js'
import { exampleEvent } from '../../tools/contracts/published/example-event.js'
import { appDescriptions } from '../../tools/contracts/published/routes/index.js'
import { mountedRoutes } from './mounted-routes.js'

// both are CommonJS, which Jest's modules do not name the exports of
const require = createRequire(import.meta.url)
const { Parser } = require('@asyncapi/parser') as typeof import('@asyncapi/parser')
const SwaggerParser = require('@apidevtools/swagger-parser') as {
  validate(path: string): Promise<{ paths: Record<string, Record<string, { security: object[] }>> }>
}
const PATIENCE_MS = 120_000
const catalogue = loadContracts('contracts')
const described = appDescriptions(catalogue)
const at = (name: string) => join('contracts', 'generated', name)

const MODULES = {
  intake: IntakeModule.with({} as never),
  delivery: DeliveryModule.with({} as never),
  console: ConsoleModule.with({} as never),
}

/** The console's pages are for people; its twins under `/api` and what every app has are published. */
const isPublished =
  (app: string) =>
  ({ path }: { path: string }): boolean =>
    app !== 'console' || /^\/(api|health|metrics)(\/|$)/.test(path)

describe('the AsyncAPI document', () => {
  it(
    'is valid by the official parser, and holds every event for those who say it and those who may hear it',
    async () => {
      const output: ParseOutput = await new Parser().parse(readFileSync(at('asyncapi.yaml'), 'utf8'))
      const faults = output.diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version')
      expect(faults.map(({ message, path }) => `${path.join('/')}: ${message}`)).toEqual([])
      const messages = new Set(output.document?.allMessages().map((message) => message.name()))
      expect([...catalogue.events.keys()].filter((name) => !messages.has(name))).toEqual([])
      const courts = output.document?.channels().get('facts.courts')
      expect(courts?.messages().map((message) => message.name())).toContain('courts.prevention-order.made@1')
      const withheld = output.document?.channels().get('inbox.courts')?.messages().all() ?? []
      expect(withheld.map((message) => message.name())).not.toContain('courts.prevention-order.made@1 (copy)')
    },
    PATIENCE_MS,
  )

  it('shows for every event an example that intake would take', () => {
    const refused = [...catalogue.events.values()].flatMap((event) => {
      const { data, ...attributes } = exampleEvent(catalogue, event)
      const organisation = organisationOf(attributes.unit)
      const principal = { clientId: 'test', organisation, units: '*', scopes: new Set<string>() } as never
      const bytes = Buffer.from(JSON.stringify(data))
      const judged = judgeEvent({ attributes, data, bytes } as never, {
        catalogue,
        principal,
        streamTimeAt: null,
      })
      return judged.ok ? [] : [[event.name, judged.faults]]
    })
    expect(refused).toEqual([])
  })
})

describe.each(described.map((description) => [description.app, description] as const))(
  'the OpenAPI document of %s',
  (app, { routes }) => {
    it(
      'is valid by the official parser',
      async () => {
        const { paths } = await SwaggerParser.validate(at(`openapi-${app}.yaml`))
        expect(Object.keys(paths).toSorted()).toEqual([...new Set(routes.map(({ path }) => path))].toSorted())
      },
      PATIENCE_MS,
    )

    it('describes the routes that the app mounts, no more and no fewer, with the scopes that they need', () => {
      const mounted = mountedRoutes(MODULES[app as keyof typeof MODULES]).filter(isPublished(app))
      const line = (route: { method: string; path: string; scopes?: readonly string[] | undefined }) =>
        `${route.method} ${route.path} ${route.scopes?.join(' ') || 'no scope'}`
      expect(routes.map(line).toSorted()).toEqual(mounted.map(line).toSorted())
    })

    it('names the parameters that each route takes in its query', () => {
      const mounted = mountedRoutes(MODULES[app as keyof typeof MODULES])
      for (const { method, path, parameters = [] } of routes) {
        const route = mounted.find((each) => each.method === method && each.path === path)
        const inQuery = parameters.filter((each) => each['in'] === 'query').map((each) => each['name'])
        expect([path, inQuery.toSorted()]).toEqual([path, [...(route?.query ?? [])].toSorted()])
      }
    })
  },
)

it('every document says that it is generated', () => {
  for (const name of ['asyncapi', ...described.map(({ app }) => `openapi-${app}`)]) {
    const text = readFileSync(at(`${name}.yaml`), 'utf8')
    expect(text).toMatch(/^# Generated from contracts\//)
    expect(parse(text)).toEqual(expect.any(Object))
  }
})
