/** Largest body of `POST /events`. */
export const BODY_BYTES_MAX = 4 * 1_048_576
/** Most events in one batch. */
export const BATCH_EVENTS_MAX = 1_000
/** Largest `data` of one event; with its headers it must fit into the broker's message of 1 MiB. */
export const DATA_BYTES_MAX = 524_288
/** Faults that a refusal names of one event. */
export const FAULTS_MAX = 200
/** Requests of one organisation per minute. */
export const REQUESTS_PER_MINUTE_MAX = 60_000
/** How long a request waits for Kafka before it is told to come back. */
export const PUBLISH_TIMEOUT_MS = 10_000
/** What may wait for Kafka in memory over all requests; beyond it, come back later. */
export const PENDING_BYTES_MAX = 64 * 1_048_576
/** Largest extract, as bytes on the wire. */
export const EXTRACT_BYTES_MAX = 2 * 1_073_741_824
export const EXTRACT_ROWS_MAX = 5_000_000
/** Longest row of an extract. */
export const ROW_BYTES_MAX = 131_072
export const CHUNK_ROWS_MAX = 500
export const CHUNK_BYTES_MAX = 524_288
/** How long an upload may take; the HTTP server cuts it off after that. */
export const REQUEST_TIMEOUT_MS = 30 * 60_000
