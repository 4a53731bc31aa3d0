import type { Fault } from '#core/kernel'

/** Deepest nesting that a native message may have; the largest public sample of a hearing has 15. */
const DEPTH_MAX = 40

export type ParsedDocument = { ok: true; value: unknown } | { ok: false; fault: Fault }

/**
 * Reads JSON from bytes as they came: UTF-8 only, nesting bounded before anything is parsed, and a syntax fault told
 * with its line and column.
 */
export function jsonDocument(bytes: Uint8Array): ParsedDocument {
  const text = utf8(bytes)
  if (text === undefined) return unreadable('The body is not UTF-8; send it as UTF-8.')
  const depth = deepest(text)
  if (depth > DEPTH_MAX)
    return unreadable(`The document nests ${depth} levels deep; at most ${DEPTH_MAX} are read.`)
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    // the engine's own sentence quotes the body, and may cut a character in two
    const says = error instanceof Error ? error.message : ''
    return unreadable('The body is not JSON.', placeOf(says, text))
  }
}

/** The text, or undefined when the bytes are not UTF-8; a byte order mark is dropped. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function unreadable(says: string, at?: string): ParsedDocument {
  return {
    ok: false,
    fault: { code: 'HUB_EDGE_NATIVE_UNREADABLE', says, ...(at === undefined ? {} : { at }) },
  }
}

/** The engine says `… at position 17 (line 2 column 3)`, or nothing when the text just ends. */
function placeOf(says: string, text: string): string {
  const place = /line (\d+) column (\d+)/.exec(says)
  if (place) return `line ${place[1]}, column ${place[2]}`
  const lines = text.split('\n')
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`
}

function deepest(text: string): number {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (quoted) {
      if (char === 0x5c) i++
      else if (char === 0x22) quoted = false
    } else if (char === 0x22) quoted = true
    else if (char === 0x7b || char === 0x5b) deepest = Math.max(deepest, ++depth)
    else if (char === 0x7d || char === 0x5d) depth--
  }
  return deepest
}
