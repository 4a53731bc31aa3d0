export { londonDate, londonMoment } from './moments.js'
export { type PagesOptions, usePages } from './use-pages.js'
export { type SessionKeeper, type SessionsOptions, type StoredSession, useSessions } from './use-sessions.js'
export { templatesBeside } from './templates.js'
