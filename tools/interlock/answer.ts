import Table from 'cli-table3'

/** What a reading command was told about its answer. */
export interface Reading {
  json?: boolean
}

/** Gives the answer: for programs as one JSON document, for people as lines. */
export function answer(reading: Reading, value: unknown, lines: () => string): void {
  write(reading.json === true ? JSON.stringify(value, null, 2) : lines())
}

export function write(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** On stderr, so that stdout stays the answer. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

const BARE = Object.fromEntries(
  ['top', 'bottom', 'mid', 'left', 'right'].flatMap((side) =>
    ['', '-mid', '-left', '-right'].map((part) => [`${side}${part}`, '']),
  ),
)

/** A table without lines; numbers stand at the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const numeric = head.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  )
  const drawn = new Table({
    head: [...head],
    chars: { ...BARE, middle: '  ', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: numeric.map((isNumber) => (isNumber ? 'right' : 'left')),
  })
  drawn.push(...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? grouped(cell) : cell))))
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** 12,345 */
export function grouped(count: number): string {
  return count.toLocaleString('en-GB')
}

/** `3 gaps`, `1 gap` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** An instant for people, in UTC to the second: `2011-10-14 16:00:00Z`. */
export function said(at: number | null | undefined): string {
  if (at === null || at === undefined) return '-'
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`
}
