import { readIdentitySettings } from '#platform/config'
import { loadContracts } from '#platform/contracts'
import { closeOnSignals } from '#platform/http'
import { ensureClients, ensurePeople } from '#platform/security'
import { createLogger } from '#platform/telemetry'
import { startIdentity } from './start-identity.js'

const settings = readIdentitySettings(process.env)
const catalogue = loadContracts(settings.contracts, settings.home)
ensureClients(settings.home, catalogue.organisations.keys())
ensurePeople(settings.home, catalogue)
closeOnSignals(await startIdentity(settings, createLogger('identity', settings.logLevel)))
