import { readFileSync } from 'node:fs'
import { HubError } from '#core/kernel'
import { type Score, score as scoreOf, type Truth } from '#testkit/london'
import { answer, type Reading } from '../answer.js'
import { withDatabase } from '../hub-place.js'
import { foundGaps } from '../london/found-gaps.js'
import { Misuse } from '../refusal.js'

/** `interlock score <truth-file>`: what was found against what a scenario broke. */
export async function score(file: string, reading: Reading): Promise<void> {
  const truth = readTruth(file)
  const result = await withDatabase(async (pool) => scoreOf(truth, await foundGaps(pool)))
  answer(reading, result, () => scoreLines(result).join('\n'))
  if (!result.exact)
    throw new HubError('HUB_LONDON_NOT_FOUND', 'What was found is not what the scenario broke.')
}

function readTruth(file: string): Truth {
  try {
    const truth = JSON.parse(readFileSync(file, 'utf8')) as Truth
    if (Array.isArray(truth.expectedGaps)) return truth
  } catch {
    // said below
  }
  throw new Misuse(`${file} is no ground truth of a scenario.`)
}

const LISTED_MAX = 20

export function scoreLines(result: Score): string[] {
  const { expected, found, recall, precision, missingOrders, conflicts, hoursToDetect } = result
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
  const listed = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0
      ? []
      : [
          title,
          ...lines.slice(0, LISTED_MAX).map((line) => `  ${line}`),
          ...(lines.length > LISTED_MAX ? [`  and ${lines.length - LISTED_MAX} more`] : []),
        ]
  return [
    `orders without a marker  ${missingOrders.found} of ${missingOrders.expected} found`,
    `markers that differ      ${conflicts.found} of ${conflicts.expected} found`,
    `gaps                     ${found} found, ${expected} expected: recall ${percent(recall)}, precision ${percent(precision)}`,
    `time to detect           median ${hoursToDetect.median.toFixed(1)} h, at most ${hoursToDetect.most.toFixed(1)} h of stream time`,
    ...listed(
      'Not found:',
      result.notFound.map(({ rule, key, because }) => `${rule} ${key} (${because})`),
    ),
    ...listed(
      'Found, and nothing was broken:',
      result.notExpected.map(({ rule, subject, status }) => `${rule} ${subject} (${status})`),
    ),
    ...listed(
      'In another state than the scenario leaves it:',
      result.otherStatus.map(
        ({ expected: wanted, found: got }) =>
          `${wanted.rule} ${wanted.key}: ${got.status}, not ${wanted.status} (${wanted.because})`,
      ),
    ),
  ]
}
