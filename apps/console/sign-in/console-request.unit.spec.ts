import { expect, it } from '@jest/globals'
import { bearerOf, isStorable, ownPath } from './console-request.js'

it.each(['/gaps?state=open&rule=RR-02', '/', '/gaps/0b9f'])('goes back to %s', (path) => {
  expect(ownPath(path)).toBe(path)
})

it.each(['//evil.example', '/\\evil.example', 'https://evil.example/', 'gaps', '/a\nb', '', undefined, 7])(
  'does not go to %p',
  (path) => {
    expect(ownPath(path)).toBe('/')
  },
)

it('takes a bearer token, and no other kind of authorisation', () => {
  expect(bearerOf({ headers: { authorization: 'Bearer abc' } })).toBe('abc')
  expect(bearerOf({ headers: { authorization: 'Basic abc' } })).toBeUndefined()
  expect(bearerOf({ headers: { authorization: 'Bearer ' } })).toBeUndefined()
  expect(bearerOf({ headers: {} })).toBeUndefined()
})

it('knows what no table can hold', () => {
  expect(isStorable('made-B01GU-2011-7001')).toBe(true)
  expect(isStorable('made\0')).toBe(false)
  expect(isStorable('x'.repeat(301))).toBe(false)
})
