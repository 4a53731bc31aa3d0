import { Sharing1700000000001 } from './sharing-1700000000001.js'
import { Published1700000000100 } from './published-1700000000100.js'

export const migrations = [Sharing1700000000001, Published1700000000100]
