import type { Catalogue } from '#core/catalogue'
import { type Instant, sha256 } from '#core/kernel'
import type { ExtractHead, OutgoingRecord, Topics } from '#core/messages'
import { Problem } from '#platform/http'
import type { Principal } from '#platform/security'
import { EXTRACT_BYTES_MAX, EXTRACT_ROWS_MAX } from '../bounds.js'
import type { FactPublisher } from '../events/fact-publisher.js'
import { storeUnavailable } from '../store/store-unavailable.js'
import type { StreamClock } from '../store/stream-clock.js'
import type { KnownUpload, UploadStore } from '../store/upload-store.js'
import { type Chunk, Chunks, type ExtractTotals } from './chunks.js'
import { expectedExtract } from './expected-extract.js'
import { extractClosed } from './extract-closed.js'
import type { ExtractQuery } from './extract-query.js'
import { extractRows } from './extract-rows.js'

export interface ReceiveExtractParts {
  catalogue: Catalogue
  topics: Topics
  uploads: UploadStore
  clock: StreamClock
  publisher: FactPublisher
}

export interface ExtractAnswer extends ExtractTotals {
  upload: string
}

/**
 * Takes a register's extract as a stream: rows are typed, checked, cut into numbered chunks and published while the rest
 * is still arriving, at the pace at which Kafka acknowledges. A repeated upload resumes: chunks that were acknowledged
 * are not sent again, and other content under the same id is refused.
 */
export class ReceiveExtract {
  private readonly inProgress = new Set<string>()

  constructor(private readonly parts: ReceiveExtractParts) {}

  /** @throws Problem 400, 403, 409, 413, 503 */
  async receive(
    principal: Principal,
    query: ExtractQuery,
    mediaType: string,
    stream: AsyncIterable<Buffer>,
  ): Promise<ExtractAnswer> {
    const { catalogue, uploads, clock } = this.parts
    const { head, contract } = expectedExtract(catalogue, principal, query, await clock.now())
    if (this.inProgress.has(head.upload))
      throw conflict(
        'HUB_EXTRACT_IN_PROGRESS',
        'This upload is still being received.',
        'Wait until it has ended.',
      )
    this.inProgress.add(head.upload)
    try {
      const known = await uploads.begin(principal, head).catch(unavailable)
      if (known === undefined) throw otherContent()
      const totals = await this.publishRows(head, known, extractRows(mediaType, bounded(stream), contract))
      await this.close(head, known, totals)
      return { upload: head.upload, ...totals }
    } finally {
      this.inProgress.delete(head.upload)
    }
  }

  private async publishRows(
    head: ExtractHead,
    known: KnownUpload,
    batches: ReturnType<typeof extractRows>,
  ): Promise<ExtractTotals> {
    const chunks = new Chunks(head)
    for await (const rows of batches) {
      for (const row of rows) {
        const chunk = chunks.add(row)
        if (chunk !== undefined) await this.publishChunk(head, known, chunk)
      }
      if (chunks.rowCount > EXTRACT_ROWS_MAX) throw tooLarge(`${EXTRACT_ROWS_MAX} rows`)
    }
    const last = chunks.end()
    if (last !== undefined) await this.publishChunk(head, known, last)
    return chunks.totals()
  }

  private async publishChunk(head: ExtractHead, known: KnownUpload, { chunk, value }: Chunk): Promise<void> {
    const digest = sha256(value)
    const before = known.chunks.get(chunk)
    if (before === digest) return
    if (before !== undefined || known.closed !== undefined) throw otherContent()
    await this.parts.publisher.publish([this.record(head, value, { chunk: String(chunk) })])
    await this.parts.uploads.noteChunk(head.upload, chunk, digest).catch(unavailable)
  }

  /** Said again after a repetition, in the same words: whoever missed it hears it, whoever did not knows it. */
  private async close(head: ExtractHead, known: KnownUpload, totals: ExtractTotals): Promise<void> {
    const { catalogue, topics, uploads, clock, publisher } = this.parts
    if (known.closed !== undefined && known.closed.digest !== totals.digest) throw otherContent()
    const at: Instant = (await clock.now()) ?? Date.parse(head.asAt)
    const closedAt = await uploads.close(head.upload, totals, at).catch(unavailable)
    const closing = Buffer.from(JSON.stringify({ ...head, closed: true, ...totals }))
    await publisher.publish([this.record(head, closing, { closed: 'true' })])
    await publisher.publish([extractClosed(catalogue, topics.facts('hub'), head, totals, closedAt)])
  }

  private record(head: ExtractHead, value: Buffer, headers: Record<string, string>): OutgoingRecord {
    const organisation = head.unit.slice(0, head.unit.indexOf('/'))
    return {
      topic: this.parts.topics.extracts(organisation),
      key: head.upload,
      value,
      headers: { 'content-type': 'application/json', ...headers },
    }
  }
}

async function* bounded(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > EXTRACT_BYTES_MAX) throw tooLarge(`${EXTRACT_BYTES_MAX} bytes`)
    yield chunk
  }
}

function tooLarge(bound: string): Problem {
  return new Problem(
    413,
    'HUB_EXTRACT_TOO_LARGE',
    `An extract has at most ${bound}.`,
    'Send it by unit, or ask for more.',
  )
}

function otherContent(): Problem {
  return conflict(
    'HUB_EXTRACT_OTHER_CONTENT',
    'This upload id stands for another extract, or for the same with other content.',
    'Give a corrected extract an upload id of its own.',
  )
}

function conflict(code: string, says: string, mend: string): Problem {
  return new Problem(409, code, says, mend)
}

function unavailable(cause: unknown): never {
  throw storeUnavailable(cause)
}
