/** Copies of one page of an inbox. */
export const PAGE_COPIES_MAX = 500
export const PAGE_COPIES_DEFAULT = 100
/** Copies that one request may acknowledge. */
export const ACKNOWLEDGEMENTS_MAX = 500
export const BODY_BYTES_MAX = 1_048_576
export const REQUESTS_PER_MINUTE_MAX = 60_000
/** Records that one send of the outbox carries. */
export const OUTBOX_SEND_MAX = 500
export const OUTBOX_POLL_MS = 1_000
/** How soon copies that another process stored are noticed. */
export const INBOX_POLL_MS = 1_000
export const STREAMS_PER_ORGANISATION_MAX = 8
export const STREAMS_MAX = 256
export const STREAM_PAGE_COPIES = 100
export const STREAM_HEARTBEAT_MS = 15_000
/** A client that takes nothing for this long has lost its stream, and comes again. */
export const STREAM_STALL_MS_MAX = 30_000
