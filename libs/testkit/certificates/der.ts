/** ASN.1's distinguished encoding, as much of it as a certificate needs (X.690). */
export function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

export const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts)
export const set = (...parts: readonly Buffer[]): Buffer => der(0x31, ...parts)
/** Big-endian, not negative. */
export const integer = (value: Buffer): Buffer => der(0x02, value)
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text))
export const bytes = (value: Buffer): Buffer => der(0x04, value)
export const bits = (value: Buffer): Buffer => der(0x03, Buffer.from([0]), value)
export const context = (tag: number, content: Buffer, isConstructed = true): Buffer =>
  der((isConstructed ? 0xa0 : 0x80) | tag, content)

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...others.flatMap(base128)]))
}

/** UTCTime: two digits for the year, as certificates want it until 2049. */
export function time(at: number): Buffer {
  const text = new Date(at).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return der(0x17, Buffer.from(text.slice(2)))
}

function base128(value: number): number[] {
  const groups = [value & 0x7f]
  for (let rest = value >> 7; rest > 0; rest >>= 7) groups.unshift((rest & 0x7f) | 0x80)
  return groups
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const groups: number[] = []
  for (let rest = length; rest > 0; rest >>= 8) groups.unshift(rest & 0xff)
  return Buffer.from([0x80 | groups.length, ...groups])
}
