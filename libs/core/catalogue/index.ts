export * from './catalogue.js'
export type { Condition, Expression, Scope as ConditionScope } from './condition.js'
export { loadCatalogue, lockOf } from './load-catalogue.js'
