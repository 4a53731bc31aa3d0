import { Problem } from '#platform/http'

/** The whole of a body, whether it was read already or comes as a stream. @throws Problem 413 beyond the bound */
export async function bodyBytes(body: unknown, bytesMax: number): Promise<Buffer> {
  if (Buffer.isBuffer(body)) return body
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of (body ?? []) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bytesMax)
      throw new Problem(
        413,
        'HUB_EDGE_BODY_TOO_LARGE',
        `The body is larger than ${bytesMax} bytes.`,
        'Send it in parts.',
      )
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
