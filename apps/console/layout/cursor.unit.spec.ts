import { expect, it } from '@jest/globals'
import { decodeCursor, encodeCursor } from './cursor.js'

it('gives back what it was made of', () => {
  expect(decodeCursor(encodeCursor([1317599999000, 'a-b']), 'number', 'string')).toEqual([
    1317599999000,
    'a-b',
  ])
  expect(decodeCursor(undefined, 'number')).toBeUndefined()
})

it.each([
  '',
  'x',
  encodeCursor([1]),
  encodeCursor(['1', 'a']),
  encodeCursor([1.5, 'a']),
  encodeCursor([-1, 'a']),
  encodeCursor([1, 'a\0b']),
  'bnVsbA',
])('refuses %p as no cursor of this list', (cursor) => {
  expect(() => decodeCursor(cursor, 'number', 'string')).toThrow(
    expect.objectContaining({ status: 400, code: 'HUB_CONSOLE_CURSOR' }),
  )
})
