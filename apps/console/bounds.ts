/** Rows of one page, and of one answer under /api. */
export const PAGE_ROWS_DEFAULT = 25
export const PAGE_ROWS_MAX = 200
export const BODY_BYTES_MAX = 16_384
export const REQUESTS_PER_MINUTE_MAX = 1_200
export const SESSION_MS_MAX = 8 * 3_600_000
export const CONNECTIONS_MAX = 8
