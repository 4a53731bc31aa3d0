import { expect, it } from '@jest/globals'
import { Sandboxes } from './sandboxes.js'

const register = (name: string) => ({ register: name, misbehave: () => Promise.resolve() })

it('a sandbox of several is told to misbehave by its name, and the first where none is named', () => {
  const sandboxes = new Sandboxes([register('pnc'), register('visor')])
  expect(sandboxes.named('visor').register).toBe('visor')
  expect(sandboxes.named(undefined).register).toBe('pnc')
  expect(() => sandboxes.named('nomis')).toThrow('there is pnc, visor')
})
