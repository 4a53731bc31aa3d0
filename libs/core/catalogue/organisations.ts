import type { Subscription, Unit } from './catalogue.js'
import { stemOf } from './contract-files.js'
import type { Source } from './source.js'
import type { Workbench } from './workbench.js'

type UnitLine = Omit<
  Unit,
  'organisation' | 'publishes' | 'systems' | 'subscribes' | 'calendar' | 'extracts'
> & {
  publishes?: string[]
  systems?: string[]
  subscribes?: Subscription[]
  calendar?: string
  extracts?: string[]
}

interface OrganisationFile {
  organisation: string
  name: string
  speaks: string[]
  calendar: string
  units: UnitLine[]
}

/** Reads `organisations/`: parties and their units. A namespace is spoken by one organisation, because the topic follows it. */
export function readOrganisations(bench: Workbench): void {
  for (const source of bench.files.of('organisation')) {
    const file = source.value as OrganisationFile
    const { organisation, name, speaks, calendar } = file
    if (stemOf(source.file) !== organisation)
      bench.fault(
        source,
        ['organisation'],
        'NAME',
        `The file is named ${stemOf(source.file)}.yaml and declares ${organisation}: name both alike.`,
      )
    if (bench.organisations.has(organisation))
      bench.fault(
        source,
        ['organisation'],
        'DUPLICATE',
        `${organisation} is declared in another file too: keep one.`,
      )
    for (const [index, namespace] of speaks.entries()) {
      const other = [...bench.organisations.values()].find((party) => party.speaks.includes(namespace))
      if (other)
        bench.fault(
          source,
          ['speaks', index],
          'DUPLICATE',
          `${other.organisation} speaks ${namespace} already, and its topic follows the speaker: keep it with one of them.`,
        )
    }
    bench.organisations.set(organisation, { organisation, name, speaks, calendar })
    needCalendar(bench, source, ['calendar'], calendar)
    for (const [index, line] of file.units.entries()) readUnit(bench, source, index, line, file)
  }
}

function readUnit(
  bench: Workbench,
  source: Source,
  index: number,
  line: UnitLine,
  party: OrganisationFile,
): void {
  const at = ['units', index] as const
  const unit: Unit = {
    ...line,
    organisation: party.organisation,
    publishes: line.publishes ?? [],
    systems: line.systems ?? [],
    subscribes: line.subscribes ?? [],
    calendar: line.calendar ?? party.calendar,
    extracts: line.extracts ?? [],
  }
  if (!unit.unit.startsWith(`${party.organisation}/`))
    bench.fault(
      source,
      [...at, 'unit'],
      'NAME',
      `${unit.unit} stands in the file of ${party.organisation}: call it ${party.organisation}/<name>.`,
    )
  if (bench.units.has(unit.unit))
    bench.fault(source, [...at, 'unit'], 'DUPLICATE', `${unit.unit} is declared twice: keep one.`)
  for (const namespace of unit.publishes)
    if (!party.speaks.includes(namespace))
      bench.fault(
        source,
        [...at, 'publishes'],
        'AUTHORITY',
        `${party.organisation} does not speak ${namespace}: add it to speaks, or take it from ${unit.unit}.`,
      )
  if (line.calendar !== undefined) needCalendar(bench, source, [...at, 'calendar'], line.calendar)
  bench.units.set(unit.unit, unit)
}

function needCalendar(bench: Workbench, source: Source, path: (string | number)[], calendar: string): void {
  if (bench.calendars.has(calendar)) return
  const known = [...bench.calendars.keys()].join(', ') || 'none'
  bench.fault(
    source,
    path,
    'REFERENCE',
    `There is no calendar ${calendar} in reference/calendars.yaml (there is: ${known}).`,
  )
}

/** What can only be judged when every other kind is read: event types of extracts, and purposes subscribed to. */
export function checkUnits(bench: Workbench): void {
  for (const source of bench.files.of('organisation')) {
    for (const [index, line] of (source.value as OrganisationFile).units.entries()) {
      const unit = bench.units.get(line.unit)
      if (unit === undefined) continue
      for (const type of unit.extracts)
        if (bench.versionsOf(type).length === 0 && !bench.isDeclared(type))
          bench.fault(
            source,
            ['units', index, 'extracts'],
            'REFERENCE',
            `There is no event ${type} for ${unit.unit} to send extracts of: declare it, or take it out.`,
          )
      for (const [place, { purpose }] of unit.subscribes.entries())
        checkPurpose(bench, source, index, place, unit, purpose)
    }
  }
}

function checkPurpose(
  bench: Workbench,
  source: Source,
  index: number,
  place: number,
  unit: Unit,
  purpose: string,
): void {
  const serving = bench.agreements.filter((agreement) => agreement.purpose === purpose)
  const path = ['units', index, 'subscribes', place, 'purpose']
  if (serving.length === 0 && !bench.files.broken.has('agreements')) {
    const says = `${unit.unit} subscribes to ${purpose}, a purpose of no agreement: write the agreement, or take the subscription out.`
    bench.fault(source, path, 'REFERENCE', says)
    return
  }
  const reached = serving.some(({ receives }) =>
    receives.some((selector) => bench.unitsOf(selector).includes(unit)),
  )
  if (!reached)
    bench.fault(
      source,
      path,
      'REFERENCE',
      `${unit.unit} subscribes to ${purpose}, but no agreement for it names this unit in receives: add it there, or take the subscription out.`,
    )
}
