export { type HeldRow, type Judged, judgeKey, type Sides, type Verdict } from './judge-key.js'
export { type ExtractRow, type StagedRow, stageRow } from './stage-row.js'
