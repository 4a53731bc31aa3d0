import { durationMs, parseDuration } from '#core/calendar'
import { namespaceOf } from '#core/messages'
import type { Clock, EventContract, FactPattern, GapKind, Obligation, Rung, Severity } from './catalogue.js'
import type { ScopeShape } from './cel-types.js'
import { stemOf } from './contract-files.js'
import { listOf, readPattern } from './phrases.js'
import { type Shape, shapeAt } from './shape.js'
import type { Path, Source } from './source.js'
import type { Workbench } from './workbench.js'

interface ClockLine {
  due: string
  warn?: string
  evidence: string
}

export interface ObligationFile {
  obligation: string
  says: string
  source: string
  inForce?: string
  onePer: string | string[]
  kind?: GapKind
  each?: string
  opens: string | string[]
  expects?: string
  precededBy?: string
  match?: string
  conflicts?: string | string[]
  reopens?: string | string[]
  cancels?: string | string[]
  pausedWhile?: string
  wait?: string
  clocks: ClockLine[]
  severity: Severity
  ladder: Record<string, string[]>
  carries?: string[]
}

/** The namespace whose facts carry the handle of their case as subject, so they need not declare it. */
const HUB = 'hub'

/** Reads `obligations/`: what must follow, or must have come before. */
export function readObligations(bench: Workbench): readonly Obligation[] {
  const sources = bench.files.of('obligation')
  for (const source of sources) bench.obligations.add((source.value as ObligationFile).obligation)
  const read = new Set<string>()
  return sources.map((source) => {
    const obligation = new ObligationReader(bench, source).read()
    const name = `${obligation.obligation}@${obligation.version}`
    if (read.has(name))
      bench.fault(source, ['obligation'], 'DUPLICATE', `${name} is declared in another file too: keep one.`)
    read.add(name)
    return obligation
  })
}

class ObligationReader {
  private readonly file: ObligationFile
  /** Every version of every event that opens the rule. */
  private readonly openings: readonly EventContract[]

  constructor(
    private readonly bench: Workbench,
    private readonly source: Source,
  ) {
    this.file = source.value as ObligationFile
    this.openings = listOf(this.file.opens).flatMap((text) => bench.versionsOf(readPattern(text).type))
  }

  read(): Obligation {
    const { bench, source, file } = this
    const { obligation, says, severity, source: origin } = file
    const version = readVersion(bench, source, obligation)
    const [expects] = this.patterns('expects', file.expects)
    const [precededBy] = this.patterns('precededBy', file.precededBy)
    const each =
      file.each === undefined
        ? undefined
        : bench.expression(source, ['each'], file.each, [bench.scopeOf(this.openings)])
    const pausedWhile =
      file.pausedWhile === undefined
        ? undefined
        : bench.condition(source, ['pausedWhile'], file.pausedWhile, [bench.scopeOf(this.openings)])
    const onePer = listOf(file.onePer)
    for (const [index, key] of onePer.entries()) this.checkKey(['onePer', index], key)
    if (file.expects === undefined && file.precededBy === undefined)
      bench.fault(
        source,
        ['obligation'],
        'FIELD',
        `${obligation} says neither what it expects nor what must have come before: add expects or precededBy.`,
      )
    return {
      ...{ obligation, version, says, severity, source: origin, onePer },
      kind: file.kind ?? (file.precededBy === undefined ? 'follow-up' : 'sequence'),
      inForce:
        file.inForce === undefined
          ? { fromAt: 0, untilAt: null }
          : bench.period(source, ['inForce'], file.inForce),
      ...(each ? { each } : {}),
      opens: this.patterns('opens', file.opens),
      ...(expects ? { expects } : {}),
      ...(precededBy ? { precededBy } : {}),
      ...(file.match === undefined ? {} : { match: file.match }),
      conflicts: this.patterns('conflicts', file.conflicts),
      reopens: this.patterns('reopens', file.reopens),
      cancels: this.patterns('cancels', file.cancels),
      ...(pausedWhile ? { pausedWhile } : {}),
      waitMs: this.waitMs(),
      clocks: file.clocks.flatMap((clock, index) => this.clock(clock, index)),
      ladder: Object.entries(file.ladder).flatMap(([when, roles]) => this.rung(when, roles)),
      carries: this.carries(),
      file: source.file,
    }
  }

  private patterns(part: string, texts: string | readonly string[] | undefined): FactPattern[] {
    const list = listOf(texts)
    return list.flatMap((text, index) => {
      const path = Array.isArray(texts) ? [part, index] : [part]
      return this.pattern(path, text, part === 'opens')
    })
  }

  private pattern(path: Path, text: string, opens: boolean): FactPattern[] {
    const { bench, source } = this
    const line = readPattern(text)
    const events = bench.versionsOf(line.type, line.version)
    if (events.length === 0) {
      if (!bench.isDeclared(line.type))
        bench.fault(
          source,
          path,
          'REFERENCE',
          `There is no event ${line.type}: declare it in events/, or name another.`,
        )
      return []
    }
    if (line.every !== undefined) bench.selector(source, path, { role: line.every })
    for (const event of events) this.checkHandle(path, event)
    const extras = opens ? {} : { opening: this.openings }
    const scopes: ScopeShape[] = events.map((event) => bench.scopeOf([event], extras))
    const where = line.where === undefined ? undefined : bench.condition(source, path, line.where, scopes)
    if (line.where !== undefined && where === undefined) return []
    return [
      {
        type: line.type,
        ...(line.every === undefined ? {} : { every: line.every }),
        ...(where ? { where } : {}),
      },
    ]
  }

  /** A rule that is one per order can only hear of facts that say which order. */
  private checkHandle(path: Path, event: EventContract): void {
    const { bench, source, file } = this
    for (const key of listOf(file.onePer)) {
      if (key === 'person' && event.about !== 'person' && namespaceOf(event.type) !== HUB)
        bench.fault(
          source,
          path,
          'FIELD',
          `${file.obligation} is one per person, and ${event.name} is about nobody: mend onePer, or name another event.`,
        )
      if (!bench.identifiers.has(key) || event.handles.has(key) || namespaceOf(event.type) === HUB) continue
      if (file.match === 'person' && path[0] === 'precededBy') continue
      bench.fault(
        source,
        path,
        'FIELD',
        `${file.obligation} is one per ${key}, and ${event.name} does not say which: declare the handle ${key} in that event.`,
      )
    }
  }

  private checkKey(path: Path, key: string): void {
    const { bench, source } = this
    if (key === 'person' || key === 'unit' || bench.identifiers.has(key)) return
    if (!key.startsWith('data.')) {
      bench.fault(
        source,
        path,
        'REFERENCE',
        `${key} is neither person, unit, a handle of reference/identifiers.yaml, nor a path such as data.courtCode: mend onePer.`,
      )
      return
    }
    for (const event of this.openings)
      if (!shapeAt(event.schema as Shape, key.split('.').slice(1)).found)
        bench.fault(
          source,
          path,
          'FIELD',
          `${event.name} has no ${key}, and it opens the rule: name a path that every opening has.`,
        )
  }

  private clock({ due, warn, evidence }: ClockLine, index: number): Clock[] {
    const { bench, source } = this
    const path = ['clocks', index, 'due']
    const [text = '', where] = due.split(/\s+where\s+/)
    const phrase = bench.phrase(source, path, text)
    const warning = warn === undefined ? undefined : bench.phrase(source, ['clocks', index, 'warn'], warn)
    if (warning && warning.anchor.at !== 'due')
      bench.fault(
        source,
        ['clocks', index, 'warn'],
        'PHRASE',
        `A warning is given before the deadline: write it as \`1 day before due\`.`,
      )
    if (phrase === undefined) return []
    const { anchor } = phrase
    if (anchor.at === 'due' || anchor.at === 'breach')
      bench.fault(
        source,
        path,
        'PHRASE',
        `A deadline cannot count from ${anchor.at} itself: count from opening, an event, or a date in data.`,
      )
    if (anchor.at === 'data') this.checkDate(path, anchor.path)
    const after =
      anchor.at === 'event'
        ? this.pattern(path, where === undefined ? anchor.type : `${anchor.type} where ${where}`, false)[0]
        : undefined
    return [{ due: phrase, ...(after ? { after } : {}), ...(warning ? { warn: warning } : {}), evidence }]
  }

  private checkDate(path: Path, field: string): void {
    for (const event of this.openings) {
      const member = shapeAt(event.schema as Shape, field.split('.').slice(1))
      const isDate = member.found && (member.shape.type === 'string' || member.shape.type === undefined)
      if (!isDate)
        this.bench.fault(
          this.source,
          path,
          'FIELD',
          `${event.name} opens the rule and has no date ${field} to count from: name one that every opening has.`,
        )
    }
  }

  private rung(when: string, roles: readonly string[]): Rung[] {
    const { bench, source } = this
    const path = ['ladder', when]
    const phrase = bench.phrase(source, path, when)
    for (const role of roles) {
      if (!bench.roles.has(role))
        bench.fault(
          source,
          path,
          'REFERENCE',
          `There is no role ${role} in reference/roles.yaml: add it, or name another.`,
        )
      else if (bench.unitsOf({ role }).length === 0)
        bench.fault(
          source,
          path,
          'REFERENCE',
          `No unit bears the role ${role}, so nobody would be told: give it to a unit, or name another role.`,
        )
    }
    if (phrase && phrase.anchor.at !== 'breach')
      bench.fault(
        source,
        path,
        'PHRASE',
        `A rung counts from the breach: write \`at breach\` or \`after 10 working days\`.`,
      )
    return phrase ? [{ when: phrase, roles }] : []
  }

  private carries(): readonly string[] {
    const { bench, source, file } = this
    for (const [index, field] of (file.carries ?? []).entries()) {
      const found = this.openings.some((event) => {
        const direct = shapeAt(event.schema as Shape, field.split('.')).found
        return direct || shapeAt(event.schema as Shape, ['details', ...field.split('.')]).found
      })
      if (!found && this.openings.length > 0)
        bench.fault(
          source,
          ['carries', index],
          'FIELD',
          `No event that opens the rule has ${field}: take it out, or name another field.`,
        )
    }
    return file.carries ?? []
  }

  private waitMs(): number {
    if (this.file.wait === undefined) return 0
    const parsed = parseDuration(this.file.wait)
    if (parsed.ok) return durationMs(parsed.duration)
    this.bench.fault(this.source, ['wait'], 'PHRASE', parsed.fault.says)
    return 0
  }
}

/** `RR-02-order-marked.v1.yaml` holds RR-02 at version 1. */
export function readVersion(bench: Workbench, source: Source, rule: string): number {
  const match = /^(RR-\d+)(?:-[a-z0-9-]+)?\.v([1-9]\d*)$/.exec(stemOf(source.file))
  if (match?.[1] === rule) return Number(match[2])
  bench.fault(
    source,
    [],
    'NAME',
    `A file of ${rule} is named ${rule}-<what it is about>.v<version>.yaml: rename ${stemOf(source.file)}.yaml.`,
  )
  return 1
}
