import { type HubClient, translatedLines, type TranslationCounts } from '#platform/edge'
import { Problem } from '#platform/http'
import type { ResultCodes } from './events/result-codes.js'
import { REGISTER_COLUMNS, registerRow } from './native/register-row.js'

export interface RegisterAnswer extends TranslationCounts {
  upload: string
  unreadable: number
}

/** Passes a court's register on to the hub, row by row, in the hub's own terms. Nothing is held. */
export class RegisterExtracts {
  constructor(
    private readonly hub: HubClient,
    private readonly codes: ResultCodes,
  ) {}

  /** @throws Problem 422 HUB_COURTS_REGISTER_COLUMNS, HubError from the hub */
  async pass(stream: AsyncIterable<Uint8Array>, courtCode: string, asAt: string): Promise<RegisterAnswer> {
    const counts: TranslationCounts = { rows: 0, untranslatable: 0 }
    const lines = translatedLines(
      stream,
      REGISTER_COLUMNS,
      ({ cells }) => registerRow(cells, courtCode, this.codes),
      counts,
      (missing) => {
        throw new Problem(
          422,
          'HUB_COURTS_REGISTER_COLUMNS',
          `The register's first line lacks ${missing.join(', ')}.`,
          `It must name ${REGISTER_COLUMNS.join(', ')}.`,
        )
      },
    )
    const totals = await this.hub.sendExtract(
      { type: 'courts.prevention-order.made', unit: `courts/${courtCode.toLowerCase()}`, asAt },
      await begun(lines),
    )
    return { upload: totals.upload, unreadable: totals.unreadable, ...counts }
  }
}

/** The same lines, once the first are there: a register with the wrong columns is refused before the hub hears of it. */
async function begun(lines: AsyncGenerator<Buffer>): Promise<AsyncGenerator<Buffer>> {
  const first = await lines.next()
  return (async function* () {
    if (!first.done) yield first.value
    yield* lines
  })()
}
