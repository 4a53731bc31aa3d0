export { loadContracts, readContracts } from './read-contracts.js'
