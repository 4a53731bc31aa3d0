import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { HttpReply } from './fastify-types.js'
import type { Problem } from './problem.js'
import { problemOf } from './problem-of.js'

/**
 * What the framework refuses before any route is found: an address that is none, a segment that is too long. Its own answer
 * would repeat the address, which may name a person.
 */
export function refuseUnrouted(error: unknown, _request: unknown, reply: HttpReply): void {
  const problem = problemOf(error)
  void reply
    .code(problem.status)
    .headers(problem.headers)
    .header('content-type', TYPE)
    .send(JSON.stringify(problem.details()))
}

/** What is no HTTP at all, or headers without end, ends at the socket: the same form, and the connection closes. */
export function refuseUnparsed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy(error)
    return
  }
  const problem = problemOf({ statusCode: STATUSES[error.code ?? ''] ?? 400 })
  socket.end(bytesOf(problem))
}

const TYPE = 'application/problem+json; charset=utf-8'
const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

function bytesOf(problem: Problem): string {
  const body = JSON.stringify(problem.details())
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `content-type: ${TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
