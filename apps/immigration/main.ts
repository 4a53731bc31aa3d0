import { runEdge } from '#platform/edge'
import { IMMIGRATION } from './immigration.js'

await runEdge(IMMIGRATION, 'immigration', process.env)
