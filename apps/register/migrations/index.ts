import { ConsoleReads1700000000110 } from './console-reads-1700000000110.js'
import { Clock1700000000002 } from './clock-1700000000002.js'
import { PublishedContents1700000000101 } from './published-contents-1700000000101.js'
import { DecidedPeople1700000000102 } from './decided-people-1700000000102.js'
import { Facts1700000000001 } from './facts-1700000000001.js'
import { Published1700000000100 } from './published-1700000000100.js'

export const migrations = [
  Facts1700000000001,
  Clock1700000000002,
  Published1700000000100,
  PublishedContents1700000000101,
  DecidedPeople1700000000102,
  ConsoleReads1700000000110,
]
