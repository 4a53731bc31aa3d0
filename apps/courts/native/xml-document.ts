import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Fault } from '#core/kernel'
import type { ParsedDocument } from '#platform/native'

/** Deepest nesting that a court document may have; a SOAP-wrapped Libra list has 16. */
const DEPTH_MAX = 48
/** Envelopes inside envelopes: SPI escapes its message once, and relays have been seen to escape it again. */
const UNWRAPPINGS_MAX = 3

/** Text in a CDATA section is literal, so it is kept apart until entities have been decoded elsewhere. */
const CDATA = '#cdata'

/** Entities are not processed by the parser: the five that XML predefines are decoded here, and there are no others. */
const PARSER = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: true,
  processEntities: false,
  maxNestedTags: DEPTH_MAX,
  cdataPropName: CDATA,
})

/**
 * Reads XML from bytes as they came. A document type is refused (entities, external files), nesting is bounded before
 * a tree is built, namespaces' prefixes are dropped because each relay chooses its own, and a syntax fault is told
 * with its line and column.
 */
export function xmlDocument(bytes: Uint8Array): ParsedDocument {
  const text = decoded(bytes)
  if (text === undefined)
    return refused('HUB_EDGE_NATIVE_UNREADABLE', 'The body is neither UTF-8 nor what its declaration says.')
  return parsed(text)
}

/** Reads XML that stands escaped inside another document's text, once or several times over. */
export function escapedXml(text: string): ParsedDocument {
  let inner = text.trim()
  for (let i = 0; i < UNWRAPPINGS_MAX && !inner.startsWith('<'); i++) inner = unescaped(inner).trim()
  return parsed(inner)
}

/** The five predefined entities and numeric references, once each: `&amp;lt;` becomes `&lt;`, never `<`. */
export function unescaped(text: string): string {
  return text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g,
    (_, name, decimal, hex) => {
      if (name !== undefined) return NAMED[name as keyof typeof NAMED]
      const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'
    },
  )
}

const NAMED = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function parsed(text: string): ParsedDocument {
  const doctype = /<!\s*(DOCTYPE|ENTITY)/i.exec(text)
  if (doctype)
    return refused(
      'HUB_COURTS_XML_FORBIDDEN',
      'The document declares a document type or an entity; neither is ever read.',
      lineAndColumn(text, doctype.index),
    )
  const deep = tooDeepAt(text)
  if (deep !== undefined)
    return refused(
      'HUB_EDGE_NATIVE_UNREADABLE',
      `The document nests more than ${DEPTH_MAX} levels deep.`,
      lineAndColumn(text, deep),
    )
  const valid = XMLValidator.validate(text)
  if (valid !== true) {
    const { msg, line, col } = valid.err
    return refused('HUB_EDGE_NATIVE_UNREADABLE', `The body is not XML: ${msg}`, `line ${line}, column ${col}`)
  }
  return { ok: true, value: unescapedTree(PARSER.parse(text)) }
}

/** Where nesting passes the bound; comments, CDATA and processing instructions do not nest. */
function tooDeepAt(text: string): number | undefined {
  let depth = 0
  for (const tag of text.matchAll(
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)[^<>]*?(\/?)>/g,
  )) {
    if (tag[1] === undefined) continue
    if (tag[1] === '/') depth--
    else if (tag[2] !== '/' && ++depth > DEPTH_MAX) return tag.index
  }
  return undefined
}

function unescapedTree(node: unknown): unknown {
  if (typeof node === 'string') return unescaped(node)
  if (Array.isArray(node)) return node.map(unescapedTree)
  if (typeof node !== 'object' || node === null) return node
  if (CDATA in node) return literal(node as Record<string, unknown>)
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, unescapedTree(value)]))
}

function literal(node: Record<string, unknown>): string {
  const text = node['#text']
  const sections = [node[CDATA]].flat().map(String).join('')
  return (typeof text === 'string' ? unescaped(text) : '') + sections
}

/** The declaration may name Latin-1, as older court systems do; everything else is UTF-8. */
function decoded(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 100))
  const latin = /encoding=["'](iso-8859-1|windows-1252)["']/i.test(head)
  try {
    return new TextDecoder(latin ? 'windows-1252' : 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function lineAndColumn(text: string, index: number): string {
  const before = text.slice(0, index).split('\n')
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`
}

function refused(code: string, says: string, at?: string): { ok: false; fault: Fault } {
  return { ok: false, fault: { code, says, ...(at === undefined ? {} : { at }) } }
}
