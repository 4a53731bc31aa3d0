import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { IdentitySettings } from '#platform/config'
import { createHttpApp, isProbe, listen } from '#platform/http'
import { readClients } from '#platform/security'
import type { Logger } from '#platform/telemetry'
import { IdentityModule } from './identity-module.js'
import { createProvider } from './provider.js'
import { signingKeys } from './signing-keys.js'

const FORM_BYTES_MAX = 65_536

/** Starts the local identity provider. Clients are read once, at start. */
export async function startIdentity(
  settings: Pick<IdentitySettings, 'port' | 'issuer' | 'home'>,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const clients = readClients(settings.home)
  const provider = createProvider(settings.issuer, clients, await signingKeys(settings.home))
  provider.on('server_error', (_context, error) =>
    logger.error({ code: 'HUB_IDENTITY_FAILED', error: error.name }),
  )
  const answer = provider.callback()
  const app = await createHttpApp(IdentityModule, {
    logger,
    bodies: 'untouched',
    bodyBytesMax: FORM_BYTES_MAX,
  })
  app.use(
    (request: Parameters<typeof answer>[0], response: Parameters<typeof answer>[1], next: () => void) => {
      if (isProbe(request)) next()
      else void answer(request, response)
    },
  )
  const port = await listen(app, settings.port)
  logger.info({ port, clients: clients.length }, 'identity provider listens')
  return app
}
