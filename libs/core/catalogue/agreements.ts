import type { Marking } from '#core/messages'
import { MARKINGS, namespaceOf } from '#core/messages'
import type { Agreement, EventContract, Exclusion, Share, UnitSelector } from './catalogue.js'
import { stemOf } from './contract-files.js'
import { readSelector } from './phrases.js'
import { type Shape, shapeAt } from './shape.js'
import type { Path, Source } from './source.js'
import type { Workbench } from './workbench.js'

interface AgreementFile extends Omit<Agreement, 'receives' | 'inForce' | 'shares' | 'file'> {
  receives: string[]
  inForce: string
  shares: { event: string; where?: string; fields: string[] }[]
  /** A frame, which gives nothing until a unit has signed under it. */
  signedBy?: 'each unit'
}

/** What a unit signs under a frame; the terms are the frame's. */
type SignedFile = Pick<
  AgreementFile,
  'agreement' | 'gives' | 'registry' | 'inForce' | 'reviewBy' | 'evidence'
> & { under: string }

/** Reads `agreements/`: who may hear which rows and fields of what, from whom, since when. */
export function readAgreements(bench: Workbench): void {
  const sources = bench.files.of('agreement')
  const frames = new Map<string, AgreementFile>()
  for (const { value } of sources) {
    const file = value as AgreementFile
    if (file.signedBy !== undefined) frames.set(file.agreement, file)
  }
  for (const source of sources) {
    const file = withTermsOf(frames, bench, source)
    if (file === undefined) continue
    checkIdentity(bench, source, file)
    checkCitations(bench, source, file)
    const receives = file.receives.flatMap((text, index) => {
      const selector = bench.selector(source, ['receives', index], readSelector(text))
      return selector ? [selector] : []
    })
    const shares = file.shares.flatMap((line, index) => readShare(bench, source, index, line, file))
    if (receives.length > 0 && !hasListener(bench, receives, file.purpose))
      bench.fault(
        source,
        ['purpose'],
        'REFERENCE',
        `None of the units in receives subscribes to ${file.purpose}, so nobody would hear anything: add the subscription in organisations/, or mend the purpose.`,
      )
    const inForce = periodOf(bench, source, file, frames)
    if (file.signedBy !== undefined) continue
    bench.agreements.push({ ...file, receives, shares, inForce, file: source.file })
  }
}

/** The file with the terms of the frame that it is signed under. */
function withTermsOf(
  frames: ReadonlyMap<string, AgreementFile>,
  bench: Workbench,
  source: Source,
): AgreementFile | undefined {
  const file = source.value as AgreementFile | SignedFile
  if (file.under === undefined) return file as AgreementFile
  const frame = frames.get(file.under)
  if (frame === undefined) {
    const says = `There is no agreement ${file.under} that each unit signs for itself (signedBy: each unit): name one.`
    bench.fault(source, ['under'], 'REFERENCE', says)
    return undefined
  }
  const { signedBy: _, ...terms } = frame
  const unit = bench.units.get(file.gives)
  if (unit === undefined || unit.organisation !== frame.gives) {
    const says = `${file.agreement} is signed under ${file.under}, so it is a unit of ${frame.gives} that gives: name one.`
    bench.fault(source, ['gives'], 'REFERENCE', says)
    return undefined
  }
  return { ...terms, ...file }
}

/** Under a frame an agreement is in force no longer than the frame. */
function periodOf(
  bench: Workbench,
  source: Source,
  { under, inForce }: AgreementFile,
  frames: ReadonlyMap<string, AgreementFile>,
): Agreement['inForce'] {
  const own = bench.period(source, ['inForce'], inForce)
  const frame = under === undefined ? undefined : frames.get(under)
  if (frame === undefined) return own
  const outer = bench.period(source, ['under'], frame.inForce)
  const ends = [own.untilAt, outer.untilAt].filter((at) => at !== null)
  return { fromAt: Math.max(own.fromAt, outer.fromAt), untilAt: ends.length === 0 ? null : Math.min(...ends) }
}

function checkIdentity(bench: Workbench, source: Source, file: AgreementFile): void {
  if (stemOf(source.file) !== file.agreement)
    bench.fault(
      source,
      ['agreement'],
      'NAME',
      `The file is named ${stemOf(source.file)}.yaml and declares ${file.agreement}: name both alike.`,
    )
  if (bench.agreements.some(({ agreement }) => agreement === file.agreement))
    bench.fault(
      source,
      ['agreement'],
      'DUPLICATE',
      `${file.agreement} is declared in another file too: keep one.`,
    )
  const gives = bench.units.get(file.gives)?.organisation ?? file.gives
  if (!bench.organisations.has(gives) && !bench.files.broken.has(gives))
    bench.fault(
      source,
      ['gives'],
      'REFERENCE',
      `There is no organisation ${file.gives}: name one of ${[...bench.organisations.keys()].join(', ')}.`,
    )
}

/** The purpose and the law that the agreement cites; nothing is said where the lists are not kept. */
function checkCitations(bench: Workbench, source: Source, { purpose, lawfulBasis }: AgreementFile): void {
  if (bench.purposes.size > 0 && !bench.purposes.has(purpose))
    bench.fault(
      source,
      ['purpose'],
      'REFERENCE',
      `There is no purpose ${purpose} in reference/purposes.yaml: say there what it is, or name another.`,
    )
  for (const [index, basis] of lawfulBasis.entries())
    if (bench.lawfulBases.size > 0 && !bench.lawfulBases.has(basis))
      bench.fault(
        source,
        ['lawfulBasis', index],
        'REFERENCE',
        `There is no ${basis} in reference/lawful-bases.yaml: say there which law it is, or name another.`,
      )
}

function hasListener(bench: Workbench, receives: readonly UnitSelector[], purpose: string): boolean {
  const units = receives.flatMap((selector) => bench.unitsOf(selector))
  return units.some(({ subscribes }) => subscribes.some((subscription) => subscription.purpose === purpose))
}

function readShare(
  bench: Workbench,
  source: Source,
  index: number,
  line: AgreementFile['shares'][number],
  file: AgreementFile,
): Share[] {
  const at = ['shares', index] as const
  const event = bench.events.get(line.event)
  if (event === undefined) {
    if (!bench.isDeclared(line.event))
      bench.fault(
        source,
        [...at, 'event'],
        'REFERENCE',
        `There is no event ${line.event}: declare it in events/, or name another${nearby(bench, line.event)}.`,
      )
    return []
  }
  checkGiver(bench, source, [...at, 'event'], event, file.gives)
  if (above(event.marking, file.ceiling))
    bench.fault(
      source,
      [...at, 'event'],
      'AUTHORITY',
      `${event.name} is marked ${event.marking}, above the agreement's ceiling of ${file.ceiling}, so nothing of it could be shared: raise the ceiling, or take it out.`,
    )
  const where =
    line.where === undefined
      ? undefined
      : bench.condition(source, [...at, 'where'], line.where, [bench.scopeOf([event], { unit: true })])
  if (line.where !== undefined && where === undefined) return []
  const fields = [
    ...new Set(
      line.fields.flatMap((name, place) => expand(bench, source, [...at, 'fields', place], event, name)),
    ),
  ]
  return [{ event: event.name, ...(where ? { where } : {}), fields }]
}

function checkGiver(bench: Workbench, source: Source, path: Path, event: EventContract, gives: string): void {
  const publishes = [...bench.units.values()].some(
    (unit) =>
      (unit.organisation === gives || unit.unit === gives) &&
      event.publishers.includes(unit.role) &&
      unit.publishes.includes(namespaceOf(event.type)),
  )
  if (!publishes && (bench.organisations.has(gives) || bench.units.has(gives)))
    bench.fault(
      source,
      path,
      'AUTHORITY',
      `${gives} does not publish ${event.name}, so it cannot give it: name the organisation that does, or another event.`,
    )
}

/** A field set, a field, or a member of a field, as the names that the allow-list gives. */
function expand(bench: Workbench, source: Source, path: Path, event: EventContract, name: string): string[] {
  if (/^M\d$/.test(name)) {
    const fields = [...event.fields.values()].flatMap((field) => membersOfSet(bench, field, name))
    if (fields.length === 0 && name !== 'M0')
      bench.fault(source, path, 'FIELD', `${event.name} has no field of ${name}: take it out of the list.`)
    return fields
  }
  if (shapeAt(event.schema as Shape, name.split('.')).found) return [name]
  bench.fault(
    source,
    path,
    'FIELD',
    `${name} is not a field of ${event.name}: use a field set, or one of ${[...event.fields.keys()].join(', ')}.`,
  )
  return []
}

/** The whole field when it belongs to the set; only some members where the type says that its members differ. */
function membersOfSet(
  bench: Workbench,
  field: { field: string; type: string; set: string },
  set: string,
): string[] {
  const type = bench.vocabulary.types.get(field.type)
  if (type === undefined || type.members.size === 0) return field.set === set ? [field.field] : []
  const members = Object.keys(type.schema.properties ?? {})
  return members
    .filter((member) => (type.members.get(member) ?? field.set) === set)
    .map((member) => `${field.field}.${member}`)
}

function above(marking: Marking, ceiling: Marking): boolean {
  return MARKINGS.indexOf(marking) > MARKINGS.indexOf(ceiling)
}

/** Other versions, or the same noun: what a slip of the pen probably meant. */
function nearby(bench: Workbench, name: string): string {
  const [type = ''] = name.split('@')
  const like = [...bench.events.keys()].filter(
    (known) => known.split('@')[0] === type || known.split('.')[1] === type.split('.')[1],
  )
  return like.length > 0 ? ` (there is ${like.slice(0, 5).join(', ')})` : ''
}

interface ExclusionLine extends Omit<Exclusion, 'when' | 'never'> {
  when: string
  never: string[]
}

/** Reads exclusions. Who is excluded may be a unit, a role (even of units still to come) or a whole organisation. */
export function readExclusions(bench: Workbench): readonly Exclusion[] {
  const source = bench.files.one('exclusions')
  if (!source) return []
  return (source.value as ExclusionLine[]).flatMap(({ when: text, never: names, ...line }, index) => {
    const never = names.flatMap((name, place) => readExcluded(bench, source, [index, 'never', place], name))
    const when = bench.condition(source, [index, 'when'], text, [bench.scopeOfAny()])
    return when ? [{ ...line, when, never }] : []
  })
}

function readExcluded(bench: Workbench, source: Source, path: Path, name: string): UnitSelector[] {
  const line = readSelector(name)
  if ('role' in line && bench.roles.has(line.role)) return [line]
  const party = 'role' in line ? bench.organisations.get(line.role) : undefined
  if (party)
    return [...bench.units.values()]
      .filter(({ organisation }) => organisation === party.organisation)
      .map(({ unit }) => ({ unit }))
  const selector = bench.selector(source, path, line)
  return selector ? [selector] : []
}
