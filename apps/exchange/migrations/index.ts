import { AgreementLacks1700000000002 } from './agreement-lacks-1700000000002.js'
import { ConsoleReads1700000000110 } from './console-reads-1700000000110.js'
import { MergedPeople1700000000003 } from './merged-people-1700000000003.js'
import { Sharing1700000000001 } from './sharing-1700000000001.js'
import { Published1700000000100 } from './published-1700000000100.js'

export const migrations = [
  Sharing1700000000001,
  AgreementLacks1700000000002,
  MergedPeople1700000000003,
  Published1700000000100,
  ConsoleReads1700000000110,
]
