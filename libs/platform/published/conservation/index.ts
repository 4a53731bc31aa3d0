export { announcementsBroken } from './announcements.js'
export { BREAKAGES_MAX, LAWS, lawsBroken } from './laws-broken.js'
export type { Breakage, Law, StageName, Window } from './law.js'
export { type StageCounts, stageCounts } from './stage-counts.js'
