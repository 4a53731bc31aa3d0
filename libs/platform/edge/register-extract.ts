import { Problem } from '#platform/http'
import type { CsvRecord } from './csv-records.js'
import type { HubClient } from './hub-client.js'
import { type TranslatedRow, translatedLines, type TranslationCounts } from './translated-lines.js'

/** An agency's register that is compared: its columns, how a row reads, and what it is to the hub. */
export interface NativeRegister {
  columns: readonly string[]
  type: string
  unit: string
  translate(cells: CsvRecord['cells']): TranslatedRow
  /** Takes rows into the sandbox that stands for the register, where there is one. */
  load?(rows: readonly Record<string, unknown>[]): Promise<void>
}

export interface RegisterAnswer extends TranslationCounts {
  upload: string
  unreadable: number
}

/**
 * Passes a register on to the hub row by row, and on its way into the sandbox that stands for it; nothing is held. A
 * register with the wrong columns is refused before the hub hears of it.
 * @throws Problem 422 HUB_EDGE_REGISTER_COLUMNS, HubError from the hub
 */
export async function passRegister(
  hub: HubClient,
  register: NativeRegister,
  stream: AsyncIterable<Uint8Array>,
  asAt: string,
): Promise<RegisterAnswer> {
  const counts: TranslationCounts = { rows: 0, untranslatable: 0 }
  const loading = loadedLines(register, stream, counts)
  const first = await loading.next()
  const totals = await hub.sendExtract(
    { type: register.type, unit: register.unit, asAt },
    (async function* () {
      if (!first.done) yield first.value
      yield* loading
    })(),
  )
  return { upload: totals.upload, unreadable: totals.unreadable, ...counts }
}

async function* loadedLines(
  { columns, translate, load }: NativeRegister,
  stream: AsyncIterable<Uint8Array>,
  counts: TranslationCounts,
): AsyncGenerator<Buffer> {
  let rows: Record<string, unknown>[] = []
  const read = ({ cells }: CsvRecord): TranslatedRow => {
    const row = translate(cells)
    if (row.ok && load !== undefined) rows.push(row.data)
    return row
  }
  for await (const chunk of translatedLines(stream, columns, read, counts, refuse(columns))) {
    const loaded = rows
    rows = []
    await load?.(loaded)
    yield chunk
  }
}

function refuse(columns: readonly string[]): (missing: readonly string[]) => void {
  return (missing) => {
    throw new Problem(
      422,
      'HUB_EDGE_REGISTER_COLUMNS',
      `The register's first line lacks ${missing.join(', ')}.`,
      `It must name ${columns.join(', ')}.`,
    )
  }
}
