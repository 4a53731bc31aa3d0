import { describe, expect, it } from '@jest/globals'
import type { ScopeShape } from './cel-types.js'
import { compileCondition, compileValue, pathExpression } from './expression.js'
import type { Shape } from './shape.js'

const text: Shape = { type: 'string' }
const scope: ScopeShape = {
  data: {
    type: 'object',
    additionalProperties: false,
    required: ['kind', 'address', 'roles', 'details'],
    properties: {
      kind: { enum: ['SOPO', 'NO'] },
      points: { type: 'integer' },
      note: text,
      address: {
        type: 'object',
        additionalProperties: false,
        required: ['town'],
        properties: { town: text, street: text },
      },
      roles: { type: 'array', items: { enum: ['court', 'desk'] } },
      details: { type: 'object' },
    },
  },
  person: {
    type: 'object',
    additionalProperties: false,
    required: ['inCustody', 'orders'],
    properties: { inCustody: { type: 'boolean' }, orders: { type: 'array', items: text }, owner: text },
  },
}

function faults(condition: string): readonly string[] {
  const compiled = compileCondition(condition, [scope])
  return compiled.ok ? [] : compiled.says
}

function condition(source: string) {
  const compiled = compileCondition(source, [scope])
  if (!compiled.ok) throw new Error(compiled.says.join(' '))
  return compiled.value
}

describe('a condition is checked against the fields it may read', () => {
  it.each([
    "data.kind == 'SOPO' && data.address.town == 'Leeds'",
    "has(data.note) && data.note.startsWith('x')",
    "!has(data.note) || data.note == 'x'",
    "has(data.note) ? data.note == 'x' : false",
    'has(data.points) && data.points >= 3.0',
    "has(data.address.street) && data.address.street != ''",
    "'court' in data.roles",
    "data.roles.exists(role, role == 'desk')",
    'person.inCustody || size(person.orders) > 0',
    "has(person.owner) && person.owner == 'police/desk'",
    "has(data.details.courtCode) && data.details.courtCode == 'A'",
    "event.unit == 'courts/a' && event.type.startsWith('courts.')",
  ])('%s is accepted', (source) => {
    expect(faults(source)).toEqual([])
  })

  it.each([
    ["data.colour == 'x'", 'data.colour does not exist'],
    ["data.address.city == 'x'", 'data.address.city does not exist: use one of town, street.'],
    ["has(data.colour) && data.colour == 'x'", 'data.colour does not exist'],
    ["data.note == 'x'", 'write has(data.note) && before it'],
    ["has(data.note) || data.note == 'x'", 'write has(data.note) && before it'],
    ["data.address.street == 'x'", 'write has(data.address.street) && before it'],
    ["data.details.courtCode == 'A'", 'write has(data.details.courtCode) && before it'],
    ["person.owner == 'x'", 'write has(person.owner) && before it'],
    ["data.kind == 'SOPOO'", "data.kind is never 'SOPOO': its values are SOPO, NO."],
    ["data.kind in ['SOPO', 'XX']", "data.kind is never 'XX'"],
    ["'judge' in data.roles", "data.roles is never 'judge'"],
    ['data.kind == 1.0', 'The types do not fit'],
    ['has(data.points) && data.points == 3', 'write 3.0 for 3'],
    ["unit.role == 'court'", 'Unknown variable'],
    ['data.kind', 'must yield true or false'],
    ["data.kind = 'SOPO'", 'cannot be read'],
  ])('%s is refused', (source, says) => {
    expect(faults(source).join(' ')).toContain(says)
  })

  it('is checked against every version that it will meet', () => {
    const older: ScopeShape = { ...scope, data: { ...scope.data, properties: { note: text } } }
    const compiled = compileCondition("data.kind == 'NO'", [scope, older])
    expect(compiled).toEqual({ ok: false, says: ['data.kind does not exist: use one of note.'] })
  })
})

describe('an expression', () => {
  it('counts in numbers, not in 64-bit integers', () => {
    const size = compileValue('size(data.roles)', [scope])
    expect(size.ok && size.value.value({ data: { roles: ['court', 'desk'] } })).toBe(2)
  })

  it('takes the first of its paths that is there', () => {
    const found = pathExpression('data.courtCode', 'data.details.courtCode')
    expect(found.value({ data: { details: { courtCode: 'A' } } })).toBe('A')
    expect(found.value({ data: { courtCode: 'B', details: { courtCode: 'A' } } })).toBe('B')
    expect(found.value({ data: 7 })).toBeUndefined()
  })

  it('leaves the profile it was given as it was', () => {
    const person = Object.freeze({ orders: ['A/7'] })
    expect(condition("'A/7' in person.orders && !person.inCustody").holds({ data: {}, person })).toBe(true)
    expect(person).toEqual({ orders: ['A/7'] })
  })

  it('says which condition failed, and why, when it cannot be evaluated', () => {
    const failing = condition("data.kind == 'NO'")
    expect(() => failing.holds({ data: {} })).toThrow(
      expect.objectContaining({
        code: 'HUB_CONDITION_FAILED',
        message:
          "The condition `data.kind == 'NO'` cannot be evaluated: No such key: kind. It is not read as false.",
      }),
    )
  })
})
