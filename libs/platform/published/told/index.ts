export {
  countToldGaps,
  type GapCount,
  readToldGap,
  readToldGaps,
  type ToldGap,
  type ToldGapFilter,
  type WhoseGaps,
} from './told-gaps.js'
export { readToldLife, type ToldDecision, type ToldLife } from './told-life.js'
export { readToldCopies, readToldFacts, type ToldCopy, type ToldFact } from './told-facts.js'
export {
  type CaseClock,
  factName,
  gapsTold,
  knownToUnits,
  readCaseStanding,
  personsOfGaps,
  readToldOfGap,
  type ToldOfGap,
  whyTold,
} from './told-story.js'
