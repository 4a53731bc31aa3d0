export { type Clock, moveClock, readStreamTime, settled } from './clock.js'
export type { Queryable } from './queryable.js'
