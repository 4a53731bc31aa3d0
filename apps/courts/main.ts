import { runEdge } from '#platform/edge'
import { COURTS } from './courts.js'

await runEdge(COURTS, 'courts', process.env)
