import { describe, expect, it } from '@jest/globals'
import { v5 } from 'uuid'
import { derivedId, INTERLOCK_NAMESPACE } from './naming.js'

describe('a derived identifier', () => {
  it('is the version 5 UUID of its parts, as the library makes it', () => {
    for (let n = 0; n < 200; n += 1) {
      const parts = ['order', 'ü€😀'.repeat(n % 7), 'x'.repeat(n), n]
      expect(derivedId(...parts)).toBe(v5(parts.map(String).join('\u001f'), INTERLOCK_NAMESPACE))
    }
  })

  it('tells parts from each other', () => {
    expect(derivedId('ab', 'c')).not.toBe(derivedId('a', 'bc'))
  })
})
