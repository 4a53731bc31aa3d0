import { isUtf8 } from 'node:buffer'
import type { Fault } from '#core/kernel'

export const JSON_DEPTH_MAX = 32
/** Members and elements of one body. Libraries that look at each take seconds for a million, in which nobody else is served. */
export const JSON_VALUES_MAX = 200_000

export type ParsedJson = { ok: true; value: unknown } | { ok: false; fault: Fault }

/**
 * Reads a body as UTF-8 JSON no deeper than `depthMax`. The depth is measured on the bytes before the parser sees them,
 * so that a hostile body costs one pass. The fault gives the place but never quotes the body.
 */
export function parseJson(
  bytes: Buffer,
  { depthMax = JSON_DEPTH_MAX, valuesMax = JSON_VALUES_MAX } = {},
): ParsedJson {
  if (!isUtf8(bytes)) return fault('HUB_HTTP_NOT_UTF8', 'The body is not UTF-8.')
  const { tooDeepAt, values } = measured(bytes, depthMax)
  if (tooDeepAt !== undefined)
    return fault('HUB_HTTP_TOO_DEEP', `The JSON nests deeper than ${depthMax} levels at byte ${tooDeepAt}.`)
  if (values > valuesMax)
    return fault(
      'HUB_HTTP_TOO_MANY_VALUES',
      `The JSON has ${values} members and elements; ${valuesMax} is the most.`,
    )
  try {
    return { ok: true, value: JSON.parse(bytes.toString('utf8')) }
  } catch (error) {
    return fault('HUB_HTTP_NOT_JSON', `The body is not JSON${placeIn(bytes, error)}.`)
  }
}

function fault(code: string, says: string): ParsedJson {
  return { ok: false, fault: { code, says } }
}

/**
 * The byte at which nesting first exceeds `depthMax`, and about how many values there are: one more than commas. What stands
 * inside strings does not count.
 */
function measured(bytes: Buffer, depthMax: number): { tooDeepAt?: number; values: number } {
  let depth = 0
  let values = 1
  let inString = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (inString) {
      if (byte === 0x5c) i++
      else if (byte === 0x22) inString = false
    } else if (byte === 0x22) inString = true
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > depthMax) return { tooDeepAt: i, values }
    } else if (byte === 0x7d || byte === 0x5d) depth--
    else if (byte === 0x2c) values++
  }
  return { values }
}

/** Line and column from V8's own words, which quote the text besides. */
function placeIn(bytes: Buffer, error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const place = /line (\d+) column (\d+)/.exec(message)
  if (place) return ` at line ${place[1]}, column ${place[2]}`
  const position = /position (\d+)/.exec(message)
  if (position) return ` at character ${position[1]}`
  return bytes.length === 0 ? ': it is empty' : ': it ends too early'
}
