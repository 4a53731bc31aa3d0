import { runEdge } from '#platform/edge'
import { POLICE } from './police.js'

await runEdge(POLICE, 'police', process.env)
