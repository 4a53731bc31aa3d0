import { Clock1700000000002 } from './clock-1700000000002.js'
import { Facts1700000000001 } from './facts-1700000000001.js'

export const migrations = [Facts1700000000001, Clock1700000000002]
