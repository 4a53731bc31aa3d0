import { runEdges } from '#platform/edge'
import { COURTS } from '../courts/courts.js'
import { IMMIGRATION } from '../immigration/immigration.js'
import { POLICE } from '../police/police.js'
import { PRISONS } from '../prisons/prisons.js'
import { PROBATION } from '../probation/probation.js'

// The local stack's agencies share one process.
const agencies = [
  ['courts', COURTS],
  ['police', POLICE],
  ['probation', PROBATION],
  ['prisons', PRISONS],
  ['immigration', IMMIGRATION],
] as const
await runEdges('agencies', agencies, process.env)
