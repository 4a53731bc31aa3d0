import { expect, it } from '@jest/globals'
import { sayable } from './sayable.js'

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

it('the text of an error that may quote a message stays out of a log', () => {
  expect(sayable(thrownBy(() => JSON.parse('{"name": Jane}')))).toBe('SyntaxError')
  const data = Object.assign(new Error('invalid input syntax for type date: "Jane"'), {
    severity: 'ERROR',
    code: '22007',
  })
  expect(sayable(data)).toBe('PostgreSQL 22007')
  expect(sayable({ name: 'Jane' })).toBe('object')
})

it('the text of an error about servers and names is said', () => {
  const denied = Object.assign(new Error('permission denied for table fact'), {
    severity: 'ERROR',
    code: '42501',
  })
  expect(sayable(denied)).toBe('permission denied for table fact')
  expect(sayable(new Error('connect ECONNREFUSED'))).toBe('connect ECONNREFUSED')
})
