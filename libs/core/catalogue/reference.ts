import { parseCalendars } from '#core/calendar'
import { parseIdentifierSchemes } from '#core/identifiers'
import type { Fault } from '#core/kernel'
import type { ProfileField, Role, RoutingStep } from './catalogue.js'
import { pathExpression } from './expression.js'
import type { ContractKind } from './schemas/index.js'
import { type Shape, shapeAt } from './shape.js'
import type { Source } from './source.js'
import type { Workbench } from './workbench.js'

/** Reads what events are made of: field sets, identifiers, calendars and the fields of the profile. */
export function readFoundations(bench: Workbench): void {
  const sets = (bench.files.one('field-sets')?.value ?? {}) as Record<string, { says: string }>
  for (const [set, { says }] of Object.entries(sets)) bench.fieldSets.set(set, { set, says })
  const identifiers = bench.files.one('identifiers')
  if (identifiers) {
    const parsed = parseIdentifierSchemes(identifiers.value)
    if (parsed.ok) bench.identifiers = parsed.schemes
    else saidElsewhere(bench, identifiers, parsed.faults)
  }
  const calendars = bench.files.one('calendars')
  if (calendars) {
    const parsed = parseCalendars(calendars.value)
    if (parsed.ok) bench.calendars = parsed.calendars
    else saidElsewhere(bench, calendars, parsed.faults)
  }
  for (const { members, type } of bench.vocabulary.types.values()) checkMembers(bench, type, members)
  readProfile(bench)
  bench.purposes = entriesOf(bench, 'purposes')
  bench.lawfulBases = entriesOf(bench, 'lawful-bases')
  for (const role of Object.keys((bench.files.one('roles')?.value ?? {}) as object)) bench.roles.add(role)
}

/** Names of areas by their GSS codes. */
export function readAreas(bench: Workbench): ReadonlyMap<string, string> {
  const boroughs = (bench.files.one('boroughs')?.value ?? {}) as Record<string, { name: string }>
  return new Map(Object.entries(boroughs).map(([code, { name }]) => [code, name]))
}

function entriesOf<T>(bench: Workbench, kind: ContractKind): ReadonlyMap<string, T> {
  return new Map(Object.entries((bench.files.one(kind)?.value ?? {}) as Record<string, T>))
}

function saidElsewhere(bench: Workbench, source: Source, faults: readonly Fault[]): void {
  for (const { at, code, says } of faults)
    bench.faults.add(source.place((at ?? '').split('/').slice(1)), code, says)
}

function checkMembers(bench: Workbench, type: string, members: ReadonlyMap<string, string>): void {
  const source = bench.files.one('vocabulary')
  const schema = bench.vocabulary.types.get(type)?.schema
  if (!source || !schema) return
  for (const member of members.keys())
    if (!shapeAt(schema, [member]).found)
      bench.fault(
        source,
        [type, 'members', member],
        'FIELD',
        `${type} has no member ${member}: name one of its properties.`,
      )
}

interface ProfileLine {
  says: string
  type: string
  authority: string | string[]
  alsoSaidBy?: string[]
  disagreement: string
  whenMerged: ProfileField['whenMerged']
}

function readProfile(bench: Workbench): void {
  const source = bench.files.one('profile')
  if (!source) return
  const profile = new Map<string, ProfileField>()
  const properties: Record<string, Shape> = {}
  for (const [field, line] of Object.entries(source.value as Record<string, ProfileLine>)) {
    const isSet = line.type.startsWith('set of ')
    const of = line.type.replace(/^set of /, '')
    const one = of === 'yes or no' ? { type: 'boolean' } : bench.vocabulary.types.get(of)?.schema
    if (one === undefined && !bench.identifiers.has(of))
      bench.fault(
        source,
        [field, 'type'],
        'REFERENCE',
        `${field} is of ${of}, which is neither a type of the vocabulary nor an identifier scheme: add it, or name another.`,
      )
    const shape: Shape = one ?? { type: 'string' }
    properties[field] = isSet ? { type: 'array', items: shape } : shape
    profile.set(field, {
      field,
      says: line.says,
      type: isSet ? 'set' : shape.type === 'boolean' ? 'flag' : 'value',
      of,
      authority: [line.authority].flat(),
      alsoSaidBy: line.alsoSaidBy ?? [],
      disagreement: line.disagreement === 'none' ? 'none' : 'conflict',
      ...(line.disagreement.startsWith('conflict, to ')
        ? { tell: line.disagreement.slice('conflict, to '.length) }
        : {}),
      whenMerged: line.whenMerged,
    })
  }
  // A flag nobody set is false and a set nobody filled is empty; any other value may be unknown, and has() asks.
  const certain = Object.keys(properties).filter((field) =>
    ['array', 'boolean'].includes(properties[field]?.type ?? ''),
  )
  bench.profile = profile
  bench.personShape = { type: 'object', properties, required: certain, additionalProperties: false }
}

/** Reads roles; needs the units, and every event's fields. */
export function readRoles(bench: Workbench): ReadonlyMap<string, Role> {
  const source = bench.files.one('roles')
  const roles = new Map<string, Role>()
  if (!source) return roles
  for (const [role, { says, found }] of Object.entries(
    source.value as Record<string, { says: string; found: string }>,
  ))
    roles.set(role, { role, says, found: readFound(bench, source, role, found) })
  for (const organisation of bench.files.of('organisation')) checkRolesOfUnits(bench, organisation)
  const profile = bench.files.one('profile')
  for (const { field, tell } of bench.profile.values())
    if (profile && tell !== undefined && !roles.has(tell))
      bench.fault(
        profile,
        [field, 'disagreement'],
        'REFERENCE',
        `There is no role ${tell} in reference/roles.yaml to be told of a conflict: name another.`,
      )
  return roles
}

function checkRolesOfUnits(bench: Workbench, source: Source): void {
  for (const [index, { unit, role }] of (
    source.value as { units: { unit: string; role: string }[] }
  ).units.entries())
    if (!bench.roles.has(role))
      bench.fault(
        source,
        ['units', index, 'role'],
        'REFERENCE',
        `${unit} has the role ${role}, which reference/roles.yaml does not say: add it there.`,
      )
}

/** Whether any unit may bear the role, because the fact names it: `by unit data.toUnit`. */
export function isNamedByFact(bench: Workbench, role: string): boolean {
  const roles = (bench.files.one('roles')?.value ?? {}) as Record<string, { found?: string }>
  return roles[role]?.found?.startsWith('by unit ') === true
}

/**
 * `by data.courtCode, else data.details.courtCode`; `by area data.borough` and `beside the owner` compare with the unit's
 * area, and `by unit data.toUnit` takes the unit that the fact names, whatever its role.
 */
function readFound(bench: Workbench, source: Source, role: string, text: string): Role['found'] {
  if (text === 'everyone' || text === 'owner') return { by: text }
  const isBeside = text === 'beside the owner'
  const [, by = isBeside ? 'area' : 'code', list] = /^by (?:(code|area|unit) )?(.+)$/.exec(text) ?? []
  const paths = list?.split(', else ') ?? []
  const any = bench.scopeOfAny().data ?? {}
  for (const path of paths)
    if (!shapeAt(any, path.split('.').slice(1)).found)
      bench.fault(source, [role, 'found'], 'FIELD', `${path} is a field of no event: mend the path.`)
  for (const { unit, ...bearer } of bench.unitsOf({ role }))
    if (by !== 'unit' && bearer[by as 'code' | 'area'] === undefined)
      bench.fault(
        source,
        [role, 'found'],
        'REFERENCE',
        `${unit} bears ${role} but has no ${by} to be found by: give it one in organisations/.`,
      )
  if (isBeside) return { by: 'beside the owner' }
  return { by: by as 'code' | 'area' | 'unit', path: pathExpression(...paths) }
}

interface RoutingLine {
  step: string
  says: string
  finds: 'unit' | 'area'
  from: string
  role?: string
}

/** Reads routing; an expression may read the fact, its publishing unit and the profile. */
export function readRouting(bench: Workbench): readonly RoutingStep[] {
  const source = bench.files.one('routing')
  if (!source) return []
  return (source.value as RoutingLine[]).flatMap(({ from: text, ...line }, index) => {
    if (line.finds === 'area' && line.role === undefined)
      bench.fault(
        source,
        [index],
        'REFERENCE',
        `${line.step} finds an area, so it must say the role of the unit that is meant there: add role.`,
      )
    if (line.role !== undefined) bench.selector(source, [index, 'role'], { role: line.role })
    const from = bench.expression(source, [index, 'from'], text, [bench.scopeOfAny()])
    return from ? [{ ...line, from }] : []
  })
}
