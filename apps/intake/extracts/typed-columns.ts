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

/** What a cell becomes, settled once per column. */
type ReadCell = (cell: string) => unknown

interface Column {
  path: string[]
  read: ReadCell
}

/**
 * Reads CSV columns that are named as dotted data paths (`person.pnc`) into an event's data, each cell as its schema
 * types it. A cell that does not fit its type stays text, so that the contract's check says what is wrong with it.
 * An empty cell is an absent field.
 */
export function typedColumns(schema: object, header: readonly string[]): TypedColumns {
  const found = header.map((name) => ({ name, schema: schemaAt(schema, name.split('.')) }))
  const unknown = found.filter((column) => column.schema === undefined).map(({ name }) => name)
  if (unknown.length > 0) return { ok: false, unknown }
  const columns = found.map(({ name, schema: its }): Column => ({
    path: name.split('.'),
    read: cellReader(its ?? {}),
  }))
  return { ok: true, read: (fields) => rowOf(columns, fields) }
}

function rowOf(columns: readonly Column[], fields: readonly string[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (let index = 0; index < columns.length; index++) {
    const { path, read } = columns[index]!
    const cell = fields[index]
    if (cell === undefined || cell === '') continue
    let place = row
    for (let depth = 0; depth < path.length - 1; depth++)
      place = (place[path[depth]!] ??= {}) as Record<string, unknown>
    place[path.at(-1)!] = read(cell)
  }
  return row
}

function cellReader(schema: Schema): ReadCell {
  const types = typesOf(schema)
  if (types.has('string') || types.size === 0) return (cell) => cell
  if (types.has('number') || types.has('integer'))
    return (cell) => (/^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell)
  if (types.has('boolean')) return (cell) => (cell === 'true' ? true : cell === 'false' ? false : cell)
  if (!types.has('array')) return json
  const readItem = cellReader(itemsOf(schema))
  return (cell) => (cell.startsWith('[') ? json(cell) : cell.split('|').map((item) => readItem(item.trim())))
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
