import { type StagedRow, stageRow } from '#core/comparisons'
import type { Comparison } from '#core/catalogue'
import { HubError, parseInstant } from '#core/kernel'
import { contractName, type ExtractChunk, type ExtractClosing, extractRowDigest } from '#core/messages'
import { type BrokerMessage, type Client, parkMessage } from '#platform/postgres'
import { closeUpload, type ExtractRecord, stageChunk, stageRows, stageUpload } from './extract-store.js'
import type { JudgingContext } from './judging.js'

/** Stages a batch of `extracts.*`: rows by upload and number, so that a repeated chunk changes nothing. */
export async function stageExtracts(
  client: Client,
  context: JudgingContext,
  batch: { topic: string; partition: number; messages: readonly BrokerMessage[] },
): Promise<void> {
  for (const raw of batch.messages) {
    const record = readRecord(raw)
    if (record instanceof HubError) {
      await parkMessage(client, batch, raw, { code: record.code, says: record.message })
      continue
    }
    await stageUpload(client, record, Number(raw.timestamp))
    if ('closed' in record) await closeUpload(client, record)
    else await stageRowsOf(client, context, record, Number(raw.timestamp))
  }
}

function readRecord(raw: BrokerMessage): ExtractRecord | HubError {
  const unreadable = (why: string): HubError =>
    new HubError(
      'HUB_EXTRACT_CHUNK_UNREADABLE',
      `A part of an extract cannot be read: ${why}.`,
      'after-repair',
    )
  try {
    const record = JSON.parse(raw.value?.toString('utf8') ?? '') as ExtractRecord
    return isWhole(record) ? record : unreadable('it does not say what upload, unit, type and time it is of')
  } catch (error) {
    return unreadable((error as Error).message)
  }
}

function isWhole(
  record: Partial<Omit<ExtractChunk, 'rows'> & Omit<ExtractClosing, 'rows'>> & { rows?: unknown },
): boolean {
  const isHead =
    [record.upload, record.unit, record.type].every(
      (text) => typeof text === 'string' && !text.includes('\u0000'),
    ) &&
    Number.isInteger(record.version) &&
    parseInstant(record.asAt ?? '') !== undefined
  if ('closed' in record)
    return (
      isHead &&
      [record.chunks, record.unreadable].every(Number.isInteger) &&
      typeof record.digest === 'string'
    )
  return isHead && Number.isInteger(record.chunk) && Array.isArray(record.rows)
}

async function stageRowsOf(
  client: Client,
  context: JudgingContext,
  chunk: ExtractChunk,
  receivedAt: number,
): Promise<void> {
  const { catalogue } = context
  const contract = catalogue.events.get(contractName(chunk.type, chunk.version))
  await stageChunk(client, chunk, chunk.rows.map(extractRowDigest))
  if (contract === undefined) return
  for (const comparison of comparisonsOf(catalogue.comparisons, chunk.type)) {
    const staged = chunk.rows.map((row) => ({
      row: row.row,
      staged: stagedOrUnreadable(() =>
        stageRow(
          comparison,
          contract,
          { data: row.data, ...unreadableOf(row.unreadable) },
          catalogue,
          receivedAt,
        ),
      ),
    }))
    await stageRows(client, comparison.comparison, chunk.upload, staged)
  }
}

/** A row whose condition cannot be evaluated is unreadable, and its neighbours are not. */
function stagedOrUnreadable(stage: () => StagedRow): StagedRow {
  try {
    const staged = stage()
    return UNSTORABLE.test(JSON.stringify(staged)) ? unstaged('HUB_EXTRACT_ROW_UNSTORABLE') : staged
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    return unstaged(error.code)
  }
}

/** A NUL or half of a surrogate pair, as JSON writes them. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i

function unstaged(reason: string): StagedRow {
  return { key: null, state: 'unreadable', reason, compared: {}, details: {} }
}

function unreadableOf(unreadable: string | undefined): { unreadable?: string } {
  return unreadable === undefined ? {} : { unreadable }
}

function comparisonsOf(comparisons: readonly Comparison[], type: string): Comparison[] {
  return comparisons.filter((comparison) => comparison.sides.some((side) => side.type === type))
}
