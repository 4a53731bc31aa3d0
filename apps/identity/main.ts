import { readIdentitySettings } from '#platform/config'
import { loadContracts } from '#platform/contracts'
import { closeOnSignals } from '#platform/http'
import { ensureClients } from '#platform/security'
import { createLogger } from '#platform/telemetry'
import { startIdentity } from './start-identity.js'

const settings = readIdentitySettings(process.env)
ensureClients(settings.home, loadContracts(settings.contracts).organisations.keys())
closeOnSignals(await startIdentity(settings, createLogger('identity', settings.logLevel)))
