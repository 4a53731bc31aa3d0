/** Which specs take longest, in order; the others follow. A fresh clone has no durations to go by, and the longest must not come last. */
const LONGEST = [
  'test/adversity/',
  'test/console/',
  'apps/agencies/',
  'tools/interlock/',
  'test/journeys/',
  'test/published/',
  'test/doors/',
  '.int.spec.ts',
  'test/',
]

/** Jest's order of suites: those that start a hub first. */
export default class LongestFirst {
  sort(tests) {
    const rank = ({ path }) => {
      const place = LONGEST.findIndex((part) => path.includes(part))
      return place < 0 ? LONGEST.length : place
    }
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1))
  }
  shard(tests) {
    return tests
  }
  allFailedTests(tests) {
    return tests
  }
  cacheResults() {}
}
