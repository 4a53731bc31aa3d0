import { describe, expect, it } from '@jest/globals'
import { Misuse } from './refusal.js'
import { eventsIn } from './events-in.js'

describe('what is sent', () => {
  it('is one event, an array, or JSON lines', () => {
    expect(eventsIn('{"id":"a"}')).toEqual([{ id: 'a' }])
    expect(eventsIn('[{"id":"a"},{"id":"b"}]')).toEqual([{ id: 'a' }, { id: 'b' }])
    expect(eventsIn('{"id":"a"}\n\n{"id":"b"}\n')).toEqual([{ id: 'a' }, { id: 'b' }])
  })

  it('names the line that is not JSON, and is never nothing', () => {
    expect(() => eventsIn('{"id":"a"}\nnonsense')).toThrow('Line 2 is not JSON')
    expect(() => eventsIn(' \n')).toThrow(Misuse)
  })
})
