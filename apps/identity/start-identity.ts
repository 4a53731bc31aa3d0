import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { IdentitySettings } from '#platform/config'
import { createHttpApp, isProbe, listen } from '#platform/http'
import { templatesBeside, usePages } from '#platform/pages'
import { readApplications, readClients, readPeople } from '#platform/security'
import type { Logger } from '#platform/telemetry'
import { demandNamesMeanOne } from './clients.js'
import { IdentityModule } from './identity-module.js'
import { createProvider } from './provider.js'
import { signingKeys } from './signing-keys.js'

const FORM_BYTES_MAX = 65_536
/** What Nest serves at this port beside the probes; the provider has all else. */
const OURS = /^\/(sign-in|assets)\//

/** Starts the local identity provider. Clients and people are read once, at start. */
export async function startIdentity(
  settings: Pick<IdentitySettings, 'port' | 'issuer' | 'home' | 'consoleUrl'> &
    Partial<Pick<IdentitySettings, 'http'>>,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const { issuer, home, consoleUrl } = settings
  const [clients, people] = [readClients(home), readPeople(home)]
  demandNamesMeanOne(clients)
  // the provider shows pages of the application that it is a part of
  const made = Promise.withResolvers<NestFastifyApplication>()
  const provider = createProvider({
    ...{ issuer, consoleUrl, clients, people, tokens: settings.http?.tokens ?? 'bearer' },
    applications: readApplications(home),
    keys: await signingKeys(home),
    page: async (template, data) => pageOf(await made.promise, template, data),
  })
  provider.on('server_error', (_context, error) =>
    logger.error({ code: 'HUB_IDENTITY_FAILED', error: error.name }),
  )
  const answer = provider.callback()
  const app = await createHttpApp(
    IdentityModule.with({ provider, people: new Map(people.map((person) => [person.username, person])) }),
    {
      logger,
      http: settings.http,
      bodies: 'raw',
      bodyBytesMax: FORM_BYTES_MAX,
      contentPolicy: {
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        // a form that was posted here ends, by redirects, where the person came from
        formAction: ["'self'", new URL(consoleUrl).origin],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  )
  made.resolve(app)
  await usePages(app, { templates: templatesBeside(import.meta.url) })
  app.use(
    (request: Parameters<typeof answer>[0], response: Parameters<typeof answer>[1], next: () => void) => {
      if (isProbe(request) || OURS.test(request.url ?? '')) next()
      else void answer(request, response)
    },
  )
  const port = await listen(app, settings.port)
  logger.info({ port, clients: clients.length, people: people.length }, 'identity provider listens')
  return app
}

async function pageOf(app: NestFastifyApplication, template: string, data: object): Promise<string> {
  const server = app.getHttpAdapter().getInstance() as unknown as {
    view(page: string, data: object): Promise<string>
  }
  return server.view(template, data)
}
