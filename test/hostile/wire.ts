import { connect } from 'node:net'

/** A request as bytes on the wire: no client library between us and the server makes it better than it is. */
export interface WireRequest {
  method: string
  path: string
  /** In this order, repeated if repeated. `host`, `connection` and `content-length` are added unless named. */
  headers: readonly (readonly [string, string])[]
  body: Buffer
  /** The whole head, where even the request line is to be wrong. */
  head?: string
}

export interface WireAnswer {
  /** 0: there was no answer. */
  status: number
  /** The server still held the connection when our patience ended: it streams, or waits for more. */
  isOpen: boolean
  type: string
  body: string
}

const ANSWER_BYTES_MAX = 4_194_304
/** A server that waits for the rest of a request that has none is right to; its own time limit ends that. */
const PATIENCE_MS = 3_000

/** Sends the bytes and reads what comes back until the server closes, or our patience ends. */
export function send(port: number, request: WireRequest, patienceMs = PATIENCE_MS): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const pieces: Buffer[] = []
    let bytes = 0
    const end = (isOpen: boolean): void => {
      socket.destroy()
      clearTimeout(patience)
      resolve({ ...answerFrom(Buffer.concat(pieces)), isOpen })
    }
    const patience = setTimeout(() => end(true), patienceMs)
    socket.on('data', (piece) => {
      pieces.push(piece)
      bytes += piece.length
      if (bytes > ANSWER_BYTES_MAX) end(true)
    })
    socket.on('close', () => end(false))
    // a server that refuses closes while we still write: what it said is already here
    socket.on('error', () => undefined)
    socket.on('connect', () => {
      socket.write(headOf(request))
      socket.write(request.body)
    })
  })
}

function headOf({ method, path, headers, body, head }: WireRequest): Buffer {
  if (head !== undefined) return Buffer.from(head, 'latin1')
  const named = new Set(headers.map(([name]) => name.toLowerCase()))
  const added: [string, string][] = [
    ['host', '127.0.0.1'],
    ['connection', 'close'],
    ['content-length', String(body.length)],
  ]
  const all = [...headers, ...added.filter(([name]) => !named.has(name) && !isChunked(name, named))]
  const lines = all.map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, 'latin1')
}

function isChunked(name: string, named: ReadonlySet<string>): boolean {
  return name === 'content-length' && named.has('transfer-encoding')
}

function answerFrom(bytes: Buffer): Omit<WireAnswer, 'isOpen'> {
  const text = bytes.toString('utf8').replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')
  const gap = text.indexOf('\r\n\r\n')
  const head = gap < 0 ? text : text.slice(0, gap)
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    type: /^content-type: ([^;\r\n]+)/im.exec(head)?.[1] ?? '',
    body: gap < 0 ? '' : text.slice(gap + 4),
  }
}
