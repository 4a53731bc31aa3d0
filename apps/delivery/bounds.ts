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
/** Copies that are put into lanes at once. */
export const WEBHOOK_FEED_COPIES = 1_000
/** As much of an inbox as is looked through at once for one unit's copies. */
export const WEBHOOK_FEED_POSITIONS = 20_000
/** Copies of one person that are sent before the result is recorded. */
export const LANE_COPIES_MAX = 20
/** How long a process may hold a lane; longer than one request may take, short enough to be taken over soon after a kill. */
export const WEBHOOK_LEASE_MS = 30_000
/** A request begins only while so much of the lease is left, which is more than it may take. */
export const WEBHOOK_LEASE_LEFT_MS = 16_000
export const WEBHOOK_REQUESTS_PER_RECEIVER_MAX = 8
export const WEBHOOK_REQUESTS_MAX = 64
export const WEBHOOK_POLL_MS = 1_000
/** How long a replaced secret goes on signing beside the new one. */
export const SECRET_OVERLAP_MS = 24 * 3_600_000
export const ATTEMPTS_PAGE_MAX = 200
/** How long attempts are kept. */
export const ATTEMPTS_KEPT_MS = 30 * 86_400_000
export const ATTEMPTS_DELETED_AT_ONCE = 5_000
