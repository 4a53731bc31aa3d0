export { AppProcess, type AppProcessOptions } from './app-process.js'
export { freePort } from './free-port.js'
export { faultPoints } from './fault-point.js'
