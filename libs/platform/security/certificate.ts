import { createHash } from 'node:crypto'
import { TLSSocket } from 'node:tls'
import type { HttpRequest } from '#platform/http'

/**
 * SHA-256 of the certificate that the caller proved to hold, in base64url, as `x5t#S256` names it (RFC 8705 §3.1); undefined
 * where the connection is plain, no certificate was shown, or none of our authorities signed it.
 */
export function certificateOf(request: HttpRequest): string | undefined {
  const socket = request.raw.socket
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined
  const shown = socket.getPeerX509Certificate()
  return shown && createHash('sha256').update(shown.raw).digest('base64url')
}
