import { parseDuration } from '#core/calendar'
import type { EventContract, ProfileEffect } from './catalogue.js'
import type { EventFile } from './event-file.js'
import { listOf, readEffect } from './phrases.js'
import type { Source } from './source.js'
import type { Workbench } from './workbench.js'

/** Compiles what an event sets and whom it names; needs the profile and every event's schema. */
export function readEffects(bench: Workbench): void {
  for (const source of bench.files.of('event')) {
    const file = source.value as EventFile
    const event = bench.events.get(file.event)
    if (event === undefined) continue
    const scope = bench.scopeOf([event])
    for (const who of ['names', 'offersStandingTo'] as const) {
      const text = file[who]
      const expression = text === undefined ? undefined : bench.expression(source, [who], text, [scope])
      if (expression) event[who] = expression
    }
    const sets: ProfileEffect[] = []
    for (const [field, lines] of Object.entries(file.sets ?? {}))
      for (const line of listOf(lines)) sets.push(...readOneEffect(bench, source, event, field, line))
    event.sets = sets
    if (file.stands !== undefined) readStands(bench, source, event, file.stands)
  }
}

function readOneEffect(
  bench: Workbench,
  source: Source,
  event: EventContract,
  field: string,
  text: string,
): ProfileEffect[] {
  const path = ['sets', field]
  const line = readEffect(text)
  const target = bench.profile.get(field)
  if (target === undefined)
    bench.fault(
      source,
      path,
      'REFERENCE',
      `The profile has no field ${field}: add it to reference/profile.yaml, or name another.`,
    )
  else if (target.type !== 'set' && line.op !== 'set')
    bench.fault(source, path, 'FIELD', `${field} is a single value: write set, not ${line.op}.`)
  const scopes = [bench.scopeOf([event])]
  const isHandle = event.handles.has(line.value)
  const value = isHandle ? { handle: line.value } : bench.expression(source, path, line.value, scopes)
  const from = line.from === undefined ? undefined : bench.expression(source, path, line.from, scopes)
  const until = line.until === undefined ? undefined : bench.expression(source, path, line.until, scopes)
  const where = line.when === undefined ? undefined : bench.condition(source, path, line.when, scopes)
  if (value === undefined) return []
  const timing = { ...(from ? { from } : {}), ...(until ? { until } : {}), ...(where ? { where } : {}) }
  return [{ field, op: line.op, value, ...timing }]
}

/** `5 years`, or `until data.endsOn, at most 60 years`. */
const STANDS = /^(?:until (?<until>data\.\S+), at most )?(?<atMost>.+)$/

function readStands(bench: Workbench, source: Source, event: EventContract, text: string): void {
  const { until: date, atMost = '' } = STANDS.exec(text)?.groups ?? {}
  const parsed = parseDuration(atMost)
  if (!parsed.ok) return bench.fault(source, ['stands'], 'PHRASE', parsed.fault.says)
  const until =
    date === undefined ? undefined : bench.expression(source, ['stands'], date, [bench.scopeOf([event])])
  event.stands = {
    ...(until ? { until } : {}),
    atMost: { kind: 'after', ...parsed.duration, anchor: { at: 'opening' } },
  }
}
