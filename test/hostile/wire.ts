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
  /** 0: the server closed without an answer. */
  status: number
  type: string
  body: string
}

const ANSWER_BYTES_MAX = 4_194_304
const ANSWER_MS_MAX = 30_000

/** Sends the bytes and reads what comes back until the server closes, or has kept us waiting for half a minute. */
export function send(port: number, request: WireRequest): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const pieces: Buffer[] = []
    let bytes = 0
    const end = (): void => {
      socket.destroy()
      resolve(answerFrom(Buffer.concat(pieces)))
    }
    socket.setTimeout(ANSWER_MS_MAX, end)
    socket.on('data', (piece) => {
      pieces.push(piece)
      bytes += piece.length
      if (bytes > ANSWER_BYTES_MAX) end()
    })
    socket.on('close', end)
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

function answerFrom(bytes: Buffer): WireAnswer {
  const text = bytes.toString('utf8')
  const gap = text.indexOf('\r\n\r\n')
  const head = gap < 0 ? text : text.slice(0, gap)
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    type: /^content-type: ([^;\r\n]+)/im.exec(head)?.[1] ?? '',
    body: gap < 0 ? '' : text.slice(gap + 4),
  }
}
