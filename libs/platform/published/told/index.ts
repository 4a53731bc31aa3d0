export {
  countToldGaps,
  type GapCount,
  readToldGap,
  readToldGaps,
  type ToldGap,
  type ToldGapFilter,
  type WhoseGaps,
} from './told-gaps.js'
export { readToldCopies, readToldFacts, type ToldFact } from './told-facts.js'
export {
  type CaseClock,
  gapsTold,
  knownToUnits,
  readCaseStanding,
  personsOfGaps,
  readToldOfGap,
  type ToldOfGap,
  whyTold,
} from './told-story.js'
