/** What the operator's tool and the console both say of what was published: one wording, so that they never differ. */

/** How a gap was closed. */
export const CLOSING_WORDS: Readonly<Record<string, string>> = {
  'met-in-time': 'Closed: what was expected came in time.',
  'met-in-time-heard-late': 'Closed: it had come in time and was heard late. The miss is taken back.',
  'met-late': 'Closed: what was expected came late. The miss stays.',
  cancelled: 'Closed: nothing more is to follow, because what began it was ended.',
  decided: 'Closed by a person’s decision.',
}

/** What a fact was to a case. */
export const EVIDENCE_WORDS: Readonly<Record<string, string>> = {
  opens: 'This began it',
  reopens: 'This began it anew',
  difference: 'A comparison of registers found it missing',
  expects: 'What was expected came',
  precedes: 'This had come before',
  conflicts: 'This contradicts what is expected',
  cancels: 'This ended the obligation',
  'puts-right': 'This showed that what ended the obligation was a mistake',
  clock: 'This set a clock running',
  acknowledges: 'Somebody acknowledged the gap, and its ladder stands still',
  decides: 'A person decided that nothing more is to follow',
  retracts: 'This took an earlier fact back',
}

/** What a register holds of a thing that a comparison found different. */
export const HOLDING_WORDS: Readonly<Record<string, string>> = {
  absent: 'Does not hold it',
  readable: 'Holds it',
  unreadable: 'Holds a row that cannot be read',
  'not-covered': 'Holds it, and was not compared',
  'not-held': 'Says that it holds it no more',
}

/** Where a copy is. */
export function copyWords(state: string | undefined, outcome: string | null): string {
  if (state === undefined) return 'not in the inbox'
  if (state === 'acknowledged') return `acknowledged (${outcome ?? ''})`
  return state === 'delivered' ? 'read' : 'waiting in the inbox'
}

/** What a case is about, in the words of its rule. */
export function caseWords(onePer: Readonly<Record<string, string>>): string {
  return Object.entries(onePer)
    .map(([by, value]) => `${by.replace(/^data\.(details\.)?/, '')} ${value}`)
    .join(', ')
}
