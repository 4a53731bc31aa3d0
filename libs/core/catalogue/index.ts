export * from './catalogue.js'
export type { Condition, Expression, Scope as ConditionScope } from './condition.js'
export { loadCatalogue, lockOf } from './load-catalogue.js'
export { topicPlans, type TopicPlan } from './topic-plans.js'
