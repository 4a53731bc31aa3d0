export { DATABASE_ROLES, EDGE_APPS } from './database-roles.js'
export { type AppName, APP_PORTS, readSettings, type Settings } from './settings.js'
export { type IdentitySettings, readIdentitySettings } from './identity-settings.js'
export type { HttpSettings, TlsFiles } from './http-settings.js'
