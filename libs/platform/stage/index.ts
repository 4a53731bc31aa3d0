export { StageModule } from './stage-module.js'
export { type StageGround, type StageParts, startStage, type StageSchema } from './start-stage.js'
