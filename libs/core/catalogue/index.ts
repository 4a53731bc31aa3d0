export * from './catalogue.js'
export type { Condition, Expression, Scope as ConditionScope } from './condition.js'
export { kindOf } from './contract-files.js'
export { loadCatalogue, type LoadOptions, lockOf } from './load-catalogue.js'
export { unitsOfPosition } from './positions.js'
export { topicPlans, type TopicPlan } from './topic-plans.js'
export { CONTRACT_SCHEMAS, type ContractKind } from './schemas/index.js'
/** Types of each event's data, generated: `EventData.CourtsPreventionOrderMadeV1`. */
export type * as EventData from './generated/events.generated.js'
