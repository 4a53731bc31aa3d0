import { type HubClient, type TranslatedRow, translatedLines, type TranslationCounts } from '#platform/edge'
import { Problem } from '#platform/http'
import type { Cells } from './order-row.js'

/** A register of the police that is compared: its columns, how a row reads, what it is to the hub, and where it is kept. */
export interface PoliceRegister {
  columns: readonly string[]
  type: string
  unit: string
  translate(row: Cells): TranslatedRow
  /** Takes rows into the sandbox register. */
  load(rows: readonly Record<string, unknown>[]): Promise<void>
}

export interface RegisterAnswer extends TranslationCounts {
  upload: string
  unreadable: number
}

/** Passes a register on to the hub row by row, and into the sandbox that stands for it on the way; nothing is held. */
export async function passRegister(
  hub: HubClient,
  register: PoliceRegister,
  stream: AsyncIterable<Uint8Array>,
  asAt: string,
): Promise<RegisterAnswer> {
  const counts: TranslationCounts = { rows: 0, untranslatable: 0 }
  let rows: Record<string, unknown>[] = []
  const lines = translatedLines(
    stream,
    register.columns,
    ({ cells }) => {
      const row = register.translate(cells)
      if (row.ok) rows.push(row.data)
      return row
    },
    counts,
    (missing) => {
      throw new Problem(
        422,
        'HUB_POLICE_REGISTER_COLUMNS',
        `The register's first line lacks ${missing.join(', ')}.`,
        `It must name ${register.columns.join(', ')}.`,
      )
    },
  )
  const loading = (async function* () {
    for await (const chunk of lines) {
      const loaded = rows
      rows = []
      await register.load(loaded)
      yield chunk
    }
  })()
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
