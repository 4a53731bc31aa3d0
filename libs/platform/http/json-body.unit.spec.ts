import { expect, it } from '@jest/globals'
import { JSON_DEPTH_MAX, JSON_VALUES_MAX, parseJson } from './json-body.js'

const codeOf = (text: string, bounds?: { valuesMax: number }) => {
  const parsed = parseJson(Buffer.from(text), bounds)
  return parsed.ok ? 'read' : parsed.fault.code
}

it('reads what keeps its bounds, and refuses before it parses what does not', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  const listed = (values: number) => `[${'0,'.repeat(values - 1)}0]`
  expect(codeOf(nested(JSON_DEPTH_MAX))).toBe('read')
  expect(codeOf(nested(JSON_DEPTH_MAX + 1))).toBe('HUB_HTTP_TOO_DEEP')
  expect(codeOf(listed(JSON_VALUES_MAX))).toBe('read')
  expect(codeOf(listed(JSON_VALUES_MAX + 1))).toBe('HUB_HTTP_TOO_MANY_VALUES')
  expect(codeOf('{"a":1,"b":2,"c":3}', { valuesMax: 2 })).toBe('HUB_HTTP_TOO_MANY_VALUES')
})

it('counts nothing that stands inside a string', () => {
  expect(codeOf(JSON.stringify({ text: ',[{"\\,'.repeat(100) }), { valuesMax: 1 })).toBe('read')
})
