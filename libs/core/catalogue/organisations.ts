import type { Organisation, Subscription, Unit } from './catalogue.js'
import { stemOf } from './contract-files.js'
import type { Source } from './source.js'
import type { Workbench } from './workbench.js'

type UnitLine = Omit<
  Unit,
  'organisation' | 'publishes' | 'systems' | 'subscribes' | 'calendar' | 'extracts' | 'cleared'
> & {
  publishes?: string[]
  systems?: string[]
  subscribes?: Subscription[]
  calendar?: string
  extracts?: string[]
  cleared?: string
}

interface OrganisationFile {
  organisation: string
  name: string
  speaks: string[]
  /** Namespaces of a register that several organisations keep together; another organisation speaks them too. */
  alsoSpeaks?: string[]
  calendar: string
  units: UnitLine[]
}

/**
 * Reads `organisations/`: parties and their units. A namespace is spoken by one organisation; where a register is kept by
 * several (ViSOR by every police force), the others say so with `alsoSpeaks`. Which topic follows from who publishes.
 */
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
    checkTongues(bench, source, file)
    const party = { organisation, name, speaks: [...speaks, ...(file.alsoSpeaks ?? [])], calendar }
    bench.organisations.set(organisation, party)
    needCalendar(bench, source, ['calendar'], calendar)
    for (const [index, line] of file.units.entries()) readUnit(bench, source, index, line, party)
  }
}

/** A namespace is one organisation's own; what another says that it speaks too must be some other's own. */
function checkTongues(bench: Workbench, source: Source, file: OrganisationFile): void {
  const ownerOf = (namespace: string): string | undefined =>
    bench.files
      .of('organisation')
      .map(({ value }) => value as OrganisationFile)
      .find((other) => other.organisation !== file.organisation && other.speaks.includes(namespace))
      ?.organisation
  for (const [index, namespace] of file.speaks.entries()) {
    const other = ownerOf(namespace)
    if (other !== undefined && other < file.organisation)
      bench.fault(
        source,
        ['speaks', index],
        'DUPLICATE',
        `${other} speaks ${namespace} already: keep it with one of them, or, where both keep one register, list it under alsoSpeaks.`,
      )
  }
  for (const [index, namespace] of (file.alsoSpeaks ?? []).entries())
    if (ownerOf(namespace) === undefined)
      bench.fault(
        source,
        ['alsoSpeaks', index],
        'REFERENCE',
        `No other organisation speaks ${namespace}: list it under speaks, or name one that is spoken.`,
      )
}

function readUnit(
  bench: Workbench,
  source: Source,
  index: number,
  line: UnitLine,
  party: Organisation,
): void {
  const at = ['units', index] as const
  const { cleared, ...said } = line
  const unit: Unit = {
    ...said,
    ...(cleared === undefined ? {} : { cleared: bench.period(source, [...at, 'cleared'], cleared) }),
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
