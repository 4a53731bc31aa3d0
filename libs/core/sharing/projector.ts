import type { EventContract } from '#core/catalogue'

/** Which members of an object a copy may have: all of one, or some of its own members. */
type Allowed = Map<string, Allowed | 'whole'>

/** What a copy of an event may carry under one list of fields. */
export interface Projector {
  /** The allow-list in the order of the contract; a dotted name is one member of an object. */
  fields: readonly string[]
  /** What the contract has and the copy never shows. */
  withheldFields: readonly string[]
  /** The copy as JSON in UTF-8, or undefined where the fact has none of the fields. */
  project(data: unknown): Buffer | undefined
}

/**
 * Compiles an allow-list against an event. Members come in the order of the contract, so that the copy's bytes depend on
 * the fact and the list alone. In a list of objects each item is cut to the allowed members.
 */
export function projectorOf(contract: EventContract, fields: Iterable<string>): Projector {
  const allowed = treeOf(contract, new Set(fields))
  const cuts = cutsOf(allowed)
  return {
    fields: namesIn(allowed, ''),
    withheldFields: withheldBy(allowed, contract.schema, ''),
    project(data) {
      const text = cut(cuts, data)
      return text === undefined ? undefined : Buffer.from(text)
    },
  }
}

function treeOf(contract: EventContract, fields: ReadonlySet<string>): Allowed {
  const order = [...contract.fields.keys()]
  const rank = (name: string): number => order.indexOf(name.split('.', 1)[0]!)
  const sorted = [...fields].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0))
  const tree: Allowed = new Map()
  for (const name of sorted) grow(tree, name.split('.'))
  return tree
}

function grow(tree: Allowed, path: readonly string[]): void {
  const [name, ...rest] = path
  if (name === undefined) return
  const known = tree.get(name)
  if (known === 'whole') return
  if (rest.length === 0) {
    tree.set(name, 'whole')
    return
  }
  const below: Allowed = known ?? new Map()
  tree.set(name, below)
  grow(below, rest)
}

/** The allow-list made ready: each member with its name as JSON has it. */
interface Cut {
  name: string
  json: string
  below: readonly Cut[] | 'whole'
}

function cutsOf(allowed: Allowed): Cut[] {
  return [...allowed].map(([name, below]) => ({
    name,
    json: `${JSON.stringify(name)}:`,
    below: below === 'whole' ? below : cutsOf(below),
  }))
}

function cut(cuts: readonly Cut[], value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) {
    const items = value.map((item) => cut(cuts, item)).filter((item) => item !== undefined)
    return items.length === 0 ? undefined : `[${items.join(',')}]`
  }
  let text = ''
  for (const { name, json, below } of cuts) {
    if (!Object.hasOwn(value, name)) continue
    const member = (value as Record<string, unknown>)[name]
    const copy = below === 'whole' ? (JSON.stringify(member) as string | undefined) : cut(below, member)
    if (copy !== undefined) text += text === '' ? json + copy : `,${json}${copy}`
  }
  return text === '' ? undefined : `{${text}}`
}

function namesIn(allowed: Allowed, prefix: string): string[] {
  return [...allowed].flatMap(([name, below]) =>
    below === 'whole' ? [prefix + name] : namesIn(below, `${prefix}${name}.`),
  )
}

/** As much of a JSON Schema as names an object's members. */
interface Members {
  properties?: Readonly<Record<string, Members>>
  items?: Members
}

function withheldBy(allowed: Allowed, schema: Members, prefix: string): string[] {
  const properties = schema.properties ?? schema.items?.properties ?? {}
  return Object.entries(properties).flatMap(([name, member]) => {
    const below = allowed.get(name)
    if (below === 'whole') return []
    return below === undefined ? [prefix + name] : withheldBy(below, member, `${prefix}${name}.`)
  })
}
