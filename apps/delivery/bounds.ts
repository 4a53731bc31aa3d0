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
