import { Sharing1700000000001 } from './sharing-1700000000001.js'

export const migrations = [Sharing1700000000001]
