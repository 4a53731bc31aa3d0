import { runEdge } from '#platform/edge'
import { PRISONS } from './prisons.js'

await runEdge(PRISONS, 'prisons', process.env)
