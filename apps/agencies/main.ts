import { runEdges } from '#platform/edge'
import { COURTS } from '../courts/courts.js'
import { POLICE } from '../police/police.js'

// The local stack's agencies share one process.
const agencies = [
  ['courts', COURTS],
  ['police', POLICE],
] as const
await runEdges('agencies', agencies, process.env)
