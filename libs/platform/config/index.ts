export { type AppName, APP_PORTS, readSettings, type Settings } from './settings.js'
