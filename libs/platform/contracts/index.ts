export { keepContracts, loadContracts, readContracts } from './read-contracts.js'
