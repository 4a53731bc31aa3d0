import type { ConditionScope, Unit } from '#core/catalogue'
import type { SharingPolicy } from './compile-sharing.js'

/** The unit that is responsible for a fact's person, and the step that found it. */
export interface Route {
  unit: Unit
  step: string
}

/**
 * Finds who is responsible, by the steps of routing.yaml in their order: the first that finds a unit is taken. A step
 * whose expression yields nothing, or a unit or area that the catalogue does not know, finds none.
 * @throws HubError HUB_CONDITION_FAILED
 */
export function routeOf(policy: SharingPolicy, scope: ConditionScope): Route | undefined {
  for (const { step, finds, from, role } of policy.routing) {
    const found = from.value(scope)
    if (typeof found !== 'string' || found === '') continue
    const unit = finds === 'unit' ? policy.units.get(found) : policy.bearers.get(`${role} area ${found}`)?.[0]
    if (unit) return { unit, step }
  }
  return undefined
}

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
  const value = found.path.value(scope)
  return typeof value === 'string' ? (policy.bearers.get(`${name} ${found.by} ${value}`) ?? []) : []
}
