import { namespaceOf } from '#core/messages'
import type { Agreement, EventContract, Unit } from './catalogue.js'
import type { Workbench } from './workbench.js'

const RETRACTED = '.fact.retracted'

/**
 * Whoever is given a fact is given its retraction too (MISSION, ruling 12). One fault for each role that an organisation
 * tells something and never tells that it was wrong; nothing is said of an organisation that cannot take a fact back.
 */
export function checkCorrections(bench: Workbench): void {
  for (const [organisation, retractions] of retractionsByOrganisation(bench)) {
    const given = bench.agreements.filter((agreement) => giverOf(bench, agreement) === organisation)
    const isRetraction = ({ event }: { event: string }): boolean => retractions.has(event)
    const corrected = listeners(
      bench,
      given.filter(({ shares }) => shares.some(isRetraction)),
    )
    const said = new Set<string>()
    for (const agreement of given)
      for (const { unit, role } of listeners(bench, [agreement]).values()) {
        if (corrected.has(unit) || said.has(role)) continue
        said.add(role)
        const source = bench.files.of('agreement').find(({ file }) => file === agreement.file)
        const says = `${unit} is given facts of ${organisation} and does not hear when one is withdrawn: give it ${[...retractions].join(' or ')}, for a purpose to which it subscribes.`
        if (source !== undefined) bench.fault(source, ['agreement'], 'CORRECTION', says)
      }
  }
}

/** The facts with which an organisation takes others back, by organisation. */
function retractionsByOrganisation(bench: Workbench): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const retractions = [...bench.events.values()].filter(({ type }) => type.endsWith(RETRACTED))
  for (const unit of bench.units.values())
    for (const event of retractions)
      if (publishes(unit, event))
        found.set(unit.organisation, (found.get(unit.organisation) ?? new Set()).add(event.name))
  return found
}

function publishes(unit: Unit, { type, publishers }: EventContract): boolean {
  return publishers.includes(unit.role) && unit.publishes.includes(namespaceOf(type))
}

function giverOf(bench: Workbench, { gives }: Agreement): string {
  return bench.units.get(gives)?.organisation ?? gives
}

/** Whom the agreements tell anything: they receive it, and want it for that purpose. */
function listeners(bench: Workbench, agreements: readonly Agreement[]): Map<string, Unit> {
  const units = new Map<string, Unit>()
  for (const { receives, purpose } of agreements)
    for (const unit of receives.flatMap((selector) => bench.unitsOf(selector)))
      if (unit.subscribes.some((one) => one.purpose === purpose)) units.set(unit.unit, unit)
  return units
}
