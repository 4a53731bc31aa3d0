import { createRequire } from 'node:module'
import { decodeRecord, encodeRecord } from './records.js'

// kafkajs has no place to hand over an encoder, but asks for these two modules only when it first produces or fetches.
const require = createRequire(import.meta.url)
const RECORD = 'kafkajs/src/protocol/recordBatch/record/v0'

replace(`${RECORD}/index.js`, encodeRecord)
replace(`${RECORD}/decoder.js`, decodeRecord)

function replace(path: string, by: unknown): void {
  require(path)
  require.cache[require.resolve(path)]!.exports = by
}
