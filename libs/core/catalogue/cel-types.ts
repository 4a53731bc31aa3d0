import { Environment } from '@marcbachmann/cel-js'
import type { Shape } from './shape.js'

/** What a condition may read, as shapes. A root that is absent may not be named at all. */
export interface ScopeShape {
  data?: Shape
  person?: Shape
  opening?: Shape
  /** Whether `unit`, the recipient or the publisher in question, is known. */
  unit?: boolean
}

const text: Shape = { type: 'string' }

function allOf(properties: Record<string, Shape>): Shape {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

const EVENT = allOf({ type: text, source: text, subject: text, unit: text, marking: text, time: text })
const UNIT = allOf({ id: text, role: text, organisation: text, area: text, code: text })

export const ROOTS = ['data', 'event', 'person', 'unit', 'opening'] as const
export type Root = (typeof ROOTS)[number]

/** The shape of each root that the scope has. */
export function rootShapes(scope: ScopeShape): ReadonlyMap<string, Shape> {
  const roots = new Map<string, Shape>([['event', EVENT]])
  if (scope.data) roots.set('data', scope.data)
  if (scope.person) roots.set('person', scope.person)
  if (scope.opening) roots.set('opening', scope.opening)
  if (scope.unit) roots.set('unit', UNIT)
  return roots
}

const environments = new WeakMap<ScopeShape, Environment>()

/** The typed environment of a scope: it refuses what the types rule out, and is never used to evaluate. */
export function typedEnvironment(scope: ScopeShape): Environment {
  const kept = environments.get(scope)
  if (kept) return kept
  const environment = new Environment({ homogeneousAggregateLiterals: false })
  for (const [name, shape] of rootShapes(scope)) {
    const type = celType(shape)
    if (typeof type === 'string') environment.registerVariable(name, type)
    else environment.registerVariable({ name, schema: type })
  }
  environments.set(scope, environment)
  return environment
}

type CelType = string | { [field: string]: CelType }

/** JSON numbers arrive as doubles, whole or not, so `integer` is a double too (CORE §6). */
function celType(shape: Shape): CelType {
  switch (shape.type) {
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
    case 'number':
    case 'integer':
      return 'double'
    case 'array': {
      const item = shape.items ? celType(shape.items) : 'dyn'
      return `list<${typeof item === 'string' ? item : 'dyn'}>`
    }
    case 'object':
      return objectType(shape)
    default:
      return scalarOf(shape.const ?? shape.enum?.[0])
  }
}

function objectType(shape: Shape): CelType {
  const fields = Object.entries(shape.properties ?? {})
  const open = shape.additionalProperties !== false
  if (open || fields.length === 0) return 'map<string, dyn>'
  return Object.fromEntries(fields.map(([name, field]) => [name, celType(field)]))
}

function scalarOf(example: unknown): string {
  if (typeof example === 'string') return 'string'
  if (typeof example === 'boolean') return 'bool'
  return typeof example === 'number' ? 'double' : 'dyn'
}
