export * from './changed-contracts.js'
export { FAULTY_FACTS } from './faulty-facts.js'
export { FAULTY_RULES } from './faulty-rules.js'
export { tinyCatalogue, tinyContracts } from './tiny-contracts.js'
