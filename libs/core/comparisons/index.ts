export { type Difference, differencesOf, type Sides } from './differences-of.js'
export { type ExtractRow, type StagedRow, stageRow } from './stage-row.js'
