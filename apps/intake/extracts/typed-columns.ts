/** The part of a JSON Schema that reading a cell needs. */
interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

export type TypedColumns =
  { ok: true; read(fields: readonly string[]): Record<string, unknown> } | { ok: false; unknown: string[] }

interface Column {
  path: string[]
  schema: Schema
}

/**
 * Reads CSV columns that are named as dotted data paths (`person.pnc`) into an event's data, each cell as its schema
 * types it. A cell that does not fit its type stays text, so that the contract's check says what is wrong with it.
 * An empty cell is an absent field.
 */
export function typedColumns(schema: object, header: readonly string[]): TypedColumns {
  const columns = header.map((name) => ({ path: name.split('.'), schema: schemaAt(schema, name.split('.')) }))
  const unknown = header.filter((_name, index) => columns[index]?.schema === undefined)
  if (unknown.length > 0) return { ok: false, unknown }
  return { ok: true, read: (fields) => rowOf(columns as Column[], fields) }
}

function rowOf(columns: readonly Column[], fields: readonly string[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const [index, { path, schema }] of columns.entries()) {
    const cell = fields[index]
    if (cell === undefined || cell === '') continue
    let place = row
    for (const name of path.slice(0, -1)) place = (place[name] ??= {}) as Record<string, unknown>
    place[path.at(-1)!] = typed(cell, schema)
  }
  return row
}

function typed(cell: string, schema: Schema): unknown {
  const types = typesOf(schema)
  if (types.has('string') || types.size === 0) return cell
  if (types.has('number') || types.has('integer')) return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
  if (types.has('boolean')) return cell === 'true' ? true : cell === 'false' ? false : cell
  if (types.has('array')) return cell.startsWith('[') ? json(cell) : list(cell, itemsOf(schema))
  return json(cell)
}

function list(cell: string, items: Schema): unknown[] {
  return cell.split('|').map((item) => typed(item.trim(), items))
}

function json(cell: string): unknown {
  try {
    return JSON.parse(cell)
  } catch {
    return cell
  }
}

function branchesOf(schema: Schema): Schema[] {
  return [
    schema,
    ...[schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => (list ?? []).flatMap(branchesOf)),
  ]
}

function typesOf(schema: Schema): Set<string> {
  return new Set(branchesOf(schema).flatMap(({ type }) => type ?? []))
}

function itemsOf(schema: Schema): Schema {
  return branchesOf(schema).find((branch) => branch.items !== undefined)?.items ?? {}
}

function schemaAt(schema: Schema, path: readonly string[]): Schema | undefined {
  let place: Schema | undefined = schema
  for (const name of path) {
    const found: Schema | undefined = branchesOf(place).find(
      ({ properties }) => properties !== undefined && Object.hasOwn(properties, name),
    )
    place = found?.properties?.[name]
    if (place === undefined) return undefined
  }
  return place
}
