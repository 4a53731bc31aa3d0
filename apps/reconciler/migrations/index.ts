import { ComparisonRuns1700000000012 } from './comparison-runs-1700000000012.js'
import { Comparisons1700000000002 } from './comparisons-1700000000002.js'
import { ConsoleReads1700000000110 } from './console-reads-1700000000110.js'
import { PublishedContents1700000000101 } from './published-contents-1700000000101.js'
import { DailyLists1700000000009 } from './daily-lists-1700000000009.js'
import { MergedPeople1700000000010 } from './merged-people-1700000000010.js'
import { Obligations1700000000001 } from './obligations-1700000000001.js'
import { OpenGaps1700000000008 } from './open-gaps-1700000000008.js'
import { ProfilesByEvent1700000000003 } from './profiles-by-event-1700000000003.js'
import { Published1700000000100 } from './published-1700000000100.js'

export const migrations = [
  Obligations1700000000001,
  Comparisons1700000000002,
  ProfilesByEvent1700000000003,
  OpenGaps1700000000008,
  DailyLists1700000000009,
  MergedPeople1700000000010,
  ComparisonRuns1700000000012,
  Published1700000000100,
  PublishedContents1700000000101,
  ConsoleReads1700000000110,
]
