import { describe, expect, it } from '@jest/globals'
import { translatedLines, type TranslationCounts } from './translated-lines.js'

const NEEDED = ['NO', 'NAME']
const never = () => {
  throw new Error('no column is missing')
}

async function* bytesOf(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const line of lines) yield Buffer.from(`${line}\n`)
}

async function rowsOf(lines: Iterable<string>, counts: TranslationCounts = { rows: 0, untranslatable: 0 }) {
  const rows: unknown[] = []
  const translated = translatedLines(
    bytesOf(lines),
    NEEDED,
    ({ cells }) => {
      if (!cells['NO']) return { ok: false, reason: 'NO is empty.' }
      if (!cells['NAME']) return { ok: false, reason: 'NAME is empty.', key: { NO: cells['NO'] } }
      return { ok: true, data: { ...cells } }
    },
    counts,
    never,
  )
  for await (const chunk of translated)
    rows.push(
      ...chunk
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    )
  return rows
}

describe('a native register', () => {
  it('becomes a line of JSON for each row, in order', async () => {
    expect(await rowsOf(['NO,NAME', '1,"Testcase, Alpha"', '2,Sample'])).toEqual([
      { NO: '1', NAME: 'Testcase, Alpha' },
      { NO: '2', NAME: 'Sample' },
    ])
  })

  it('passes on what a row is about that cannot be translated, if that much can be read', async () => {
    expect(await rowsOf(['NO,NAME', '1,', ',Nobody'])).toEqual([
      { NO: '1', line: 2, untranslatable: 'NAME is empty.' },
      { line: 3, untranslatable: 'NO is empty.' },
    ])
  })

  it('passes a row on that cannot be translated, with its line and why, and counts it', async () => {
    const counts = { rows: 0, untranslatable: 0 }
    const rows = await rowsOf(['NO,NAME', ',Nobody', '2,Sample', '3'], counts)
    expect(rows).toEqual([
      { line: 2, untranslatable: 'NO is empty.' },
      { NO: '2', NAME: 'Sample' },
      { line: 4, untranslatable: 'The row has 1 cells, not 2.' },
    ])
    expect(counts).toEqual({ rows: 3, untranslatable: 2 })
  })

  it('says which columns are missing before anything is passed on', async () => {
    const missing: string[] = []
    const lines = translatedLines(
      bytesOf(['NO,SURNAME', '1,Sample']),
      NEEDED,
      () => ({ ok: true, data: {} }),
      { rows: 0, untranslatable: 0 },
      (names) => missing.push(...names),
    )
    expect((await lines.next()).done).toBe(true)
    expect(missing).toEqual(['NAME'])
  })

  it('says of a stream without a first line that every column is missing', async () => {
    const missing: string[] = []
    const lines = translatedLines(
      bytesOf([]),
      NEEDED,
      () => ({ ok: true, data: {} }),
      { rows: 0, untranslatable: 0 },
      (names) => missing.push(...names),
    )
    expect((await lines.next()).done).toBe(true)
    expect(missing).toEqual(NEEDED)
  })

  it('is read no faster than it is taken away, however long it is', async () => {
    let written = 0
    const endless = (function* () {
      yield 'NO,NAME'
      for (;;) yield `${++written},${'x'.repeat(200)}`
    })()
    const lines = translatedLines(
      bytesOf(endless),
      NEEDED,
      ({ cells }) => ({ ok: true, data: { ...cells } }),
      { rows: 0, untranslatable: 0 },
      never,
    )
    await lines.next()
    const atFirst = written
    await new Promise((resolve) => setImmediate(resolve))
    expect(written - atFirst).toBeLessThan(2_000)
    await lines.next()
    expect(written).toBeLessThan(5_000)
    await lines.return(undefined)
  })
})
