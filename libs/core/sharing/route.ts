import type { ConditionScope, Unit } from '#core/catalogue'
import type { SharingPolicy, UnitInScope } from './sharing-policy.js'

/** The unit that is responsible for a fact's person, and the step that found it. */
export interface Route {
  unit: Unit
  step: string
}

/**
 * Finds who is responsible, by the steps of routing.yaml in their order: the first that finds a unit is taken. A step
 * whose expression yields nothing, or a unit or area that the catalogue does not know, finds none. Without a publisher in
 * scope (to ask who owns a person apart from any fact) `unit` is nobody.
 * @throws HubError HUB_CONDITION_FAILED
 */
export function routeOf(policy: SharingPolicy, scope: ConditionScope): Route | undefined {
  const known = scope.unit ? scope : { ...scope, unit: NOBODY }
  for (const { step, finds, from, role } of policy.routing) {
    const found = from.value(known)
    if (typeof found !== 'string' || found === '') continue
    const unit = finds === 'unit' ? policy.units.get(found) : policy.bearers.get(`${role} area ${found}`)?.[0]
    if (unit) return { unit, step }
  }
  return undefined
}

const NOBODY: UnitInScope = { id: '', role: '', organisation: '', area: '', code: '' }

/** Those whom a fact names, as units; `unfound` are the names that no unit bears. */
export function namedBy(
  policy: SharingPolicy,
  names: unknown,
  scope: ConditionScope,
  owner: () => Route | undefined,
): { units: ReadonlySet<string>; unfound: readonly string[] } {
  const units = new Set<string>()
  const unfound: string[] = []
  for (const name of Array.isArray(names) ? names : [names]) {
    if (typeof name !== 'string' || name === '') continue
    const bearers = bearersOf(policy, name, scope, owner)
    if (bearers.length === 0) unfound.push(name)
    for (const { unit } of bearers) units.add(unit)
  }
  return { units, unfound }
}

/** A unit by its own name, or those who bear a role for this fact. Whoever owns the person bears a role found by ownership. */
function bearersOf(
  policy: SharingPolicy,
  name: string,
  scope: ConditionScope,
  owner: () => Route | undefined,
): readonly Unit[] {
  const unit = policy.units.get(name)
  if (unit) return [unit]
  const found = policy.roles.get(name)?.found
  if (found === undefined) return []
  if (found.by === 'everyone') return policy.bearers.get(name) ?? []
  if (found.by === 'owner') {
    const route = owner()
    return route ? [route.unit] : []
  }
  if (found.by === 'beside the owner') {
    const area = owner()?.unit.area
    return area === undefined ? [] : (policy.bearers.get(`${name} area ${area}`) ?? [])
  }
  const value = found.path.value(scope)
  if (typeof value !== 'string') return []
  if (found.by !== 'unit') return policy.bearers.get(`${name} ${found.by} ${value}`) ?? []
  const itself = policy.units.get(value)
  return itself ? [itself] : []
}
