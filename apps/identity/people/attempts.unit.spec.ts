import { expect, it } from '@jest/globals'
import { Attempts } from './attempts.js'

it('looks at ten wrong passwords of one username in a quarter of an hour, and at no eleventh', () => {
  let at = 0
  const attempts = new Attempts(() => at)
  for (let count = 0; count < 10; count++) {
    expect(attempts.mayTry('a')).toBe(true)
    attempts.failed('a')
  }
  expect(attempts.mayTry('a')).toBe(false)
  expect(attempts.mayTry('b')).toBe(true)
  at += 15 * 60_000
  expect(attempts.mayTry('a')).toBe(true)
  attempts.failed('a')
  expect(attempts.mayTry('a')).toBe(true)
})

it('forgets wrong passwords when the right one comes', () => {
  const attempts = new Attempts(() => 0)
  for (let count = 0; count < 9; count++) attempts.failed('a')
  attempts.succeeded('a')
  attempts.failed('a')
  expect(attempts.mayTry('a')).toBe(true)
})
