/** The part of JSON Schema that conditions are checked against: what may be read at a path, and whether it may be absent. */
export interface Shape {
  type?: string
  enum?: readonly unknown[]
  const?: unknown
  properties?: Readonly<Record<string, Shape>>
  required?: readonly string[]
  additionalProperties?: boolean | Shape
  items?: Shape
}

export type Member =
  { found: true; shape: Shape; optional: boolean } | { found: false; known: readonly string[] }

/** One member of an object. In an object with open fields every name is found, as optional and of any type. */
export function memberOf(shape: Shape, name: string): Member {
  const member = shape.properties?.[name]
  if (member !== undefined)
    return { found: true, shape: member, optional: !(shape.required ?? []).includes(name) }
  const others = shape.additionalProperties
  const closed = others === false || (shape.type !== undefined && shape.type !== 'object')
  if (closed) return { found: false, known: Object.keys(shape.properties ?? {}) }
  return { found: true, shape: typeof others === 'object' ? others : {}, optional: true }
}

/** What a dotted path leads to: `details.courtCode`. Optional when any step of it is. */
export function shapeAt(shape: Shape, path: readonly string[]): Member {
  let at: Member = { found: true, shape, optional: false }
  for (const name of path) {
    if (!at.found) return at
    const next: Member = memberOf(at.shape, name)
    at = next.found ? { ...next, optional: at.optional || next.optional } : next
  }
  return at
}

/** What can be read when any of several shapes may be present: a field is certain only where all have it. */
export function eitherOf(shapes: readonly Shape[]): Shape {
  const [first] = shapes
  if (first === undefined) return { type: 'object', properties: {}, additionalProperties: false }
  if (shapes.length === 1) return first
  const properties: Record<string, Shape> = {}
  for (const shape of shapes)
    for (const [name, member] of Object.entries(shape.properties ?? {})) {
      const known = properties[name]
      properties[name] = known === undefined || sameShape(known, member) ? member : {}
    }
  const certain = Object.keys(properties).filter((name) =>
    shapes.every((shape) => (shape.required ?? []).includes(name)),
  )
  return { type: 'object', properties, required: certain, additionalProperties: false }
}

function sameShape(one: Shape, other: Shape): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
