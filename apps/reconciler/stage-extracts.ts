import type { KafkaMessage } from 'kafkajs'
import { type StagedRow, stageRow } from '#core/comparisons'
import type { Comparison } from '#core/catalogue'
import { HubError } from '#core/kernel'
import { contractName, type ExtractChunk, extractRowDigest } from '#core/messages'
import { type Client, parkMessage } from '#platform/postgres'
import { closeUpload, type ExtractRecord, stageChunk, stageRows, stageUpload } from './extract-store.js'
import type { JudgingContext } from './judging.js'

/** Stages a batch of `extracts.*`: rows by upload and number, so that a repeated chunk changes nothing. */
export async function stageExtracts(
  client: Client,
  context: JudgingContext,
  batch: { topic: string; partition: number; messages: readonly KafkaMessage[] },
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

function readRecord(raw: KafkaMessage): ExtractRecord | HubError {
  const unreadable = (why: string): HubError =>
    new HubError(
      'HUB_EXTRACT_CHUNK_UNREADABLE',
      `A part of an extract cannot be read: ${why}.`,
      'after-repair',
    )
  try {
    const record = JSON.parse(raw.value?.toString('utf8') ?? '') as ExtractRecord
    const isNamed = typeof record.upload === 'string' && typeof record.type === 'string'
    return isNamed ? record : unreadable('it names no upload')
  } catch (error) {
    return unreadable((error as Error).message)
  }
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
    return stage()
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    return { key: null, state: 'unreadable', reason: error.code, compared: {}, details: {} }
  }
}

function unreadableOf(unreadable: string | undefined): { unreadable?: string } {
  return unreadable === undefined ? {} : { unreadable }
}

function comparisonsOf(comparisons: readonly Comparison[], type: string): Comparison[] {
  return comparisons.filter((comparison) => comparison.sides.some((side) => side.type === type))
}
