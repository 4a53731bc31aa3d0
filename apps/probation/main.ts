import { runEdge } from '#platform/edge'
import { PROBATION } from './probation.js'

await runEdge(PROBATION, 'probation', process.env)
