import type { Random } from '#testkit/random'

/** A way to spoil a native message so that no honest receiver can read it. */
export interface Malformation {
  name: string
  suits: 'json' | 'xml'
  spoil(body: string): Uint8Array
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

export const MALFORMATIONS: readonly Malformation[] = [
  { name: 'cut off', suits: 'json', spoil: (body) => utf8(body.slice(0, Math.floor(body.length / 2))) },
  {
    name: 'no hearing day',
    suits: 'json',
    spoil: (body) => utf8(body.replace(/"hearingDays":\[[^\]]*\]/, '"hearingDays":[]')),
  },
  {
    name: 'court unknown',
    suits: 'json',
    spoil: (body) => utf8(body.replace(/"code":"[BC]\d{2}[A-Z]{2}00"/, '"code":"LONDON"')),
  },
  {
    name: 'order without its number',
    suits: 'json',
    spoil: (body) => utf8(body.replaceAll('"orderNumber"', '"orderNo"')),
  },
  {
    name: '31 February',
    suits: 'json',
    spoil: (body) => utf8(body.replace(/"orderedDate":"\d{4}-\d{2}-\d{2}"/, '"orderedDate":"2011-02-31"')),
  },
  { name: 'not UTF-8', suits: 'json', spoil: (body) => Uint8Array.of(0xff, 0xfe, ...utf8(body)) },
  { name: 'cut off', suits: 'xml', spoil: (body) => utf8(body.slice(0, Math.floor(body.length * 0.7))) },
  {
    name: 'document type',
    suits: 'xml',
    spoil: (body) => utf8(`<!DOCTYPE x [<!ENTITY e "x">]>${body.replace(/^<\?xml[^>]*>\s*/, '')}`),
  },
]

/** Spoils a native message; the way is chosen by the generator. */
export function spoilt(body: string, random: Random): { name: string; body: Uint8Array } {
  const suits = body.trimStart().startsWith('<') ? 'xml' : 'json'
  const malformation = random.pick(MALFORMATIONS.filter((one) => one.suits === suits))
  return { name: malformation.name, body: malformation.spoil(body) }
}
