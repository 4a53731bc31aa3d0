export { effectsOf } from './effects-of.js'
export { compareEntries, type ProfileEntry, type ProfileOp, underSurvivor } from './entry.js'
export { type Disagreement, disagreementsAsAt, type Profile, profileAsAt } from './profile-as-at.js'
export { type Retraction, retractionOf, retracts, standing } from './retraction.js'
