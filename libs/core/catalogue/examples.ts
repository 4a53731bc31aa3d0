import type { EventField } from './catalogue.js'
import type { EventFile } from './event-file.js'
import type { LazyValidator } from './validators.js'
import type { Vocabulary } from './vocabulary.js'
import type { Workbench } from './workbench.js'

/** The word that leaves a field out of an example. */
const ABSENT = 'absent'

/**
 * Payloads from the samples of the vocabulary: `accepted` begins with every field at its sample, then one payload for
 * each `accepted` example; `refused` one for each `refused` example.
 */
export function buildExamples(
  fields: ReadonlyMap<string, EventField>,
  vocabulary: Vocabulary,
  file: Pick<EventFile, 'accepted' | 'refused'>,
): { accepted: readonly unknown[]; refused: readonly unknown[] } {
  const sample: Record<string, unknown> = {}
  for (const { field, type } of fields.values()) sample[field] = vocabulary.types.get(type)?.sample
  const build = (overrides: Record<string, unknown>): unknown => overridden(sample, overrides)
  return {
    accepted: [
      JSON.parse(JSON.stringify(sample)) as Record<string, unknown>,
      ...(file.accepted ?? []).map(build),
    ],
    refused: (file.refused ?? []).map(build),
  }
}

/** `person.pnc: absent` reaches into an object. Cloned through JSON: CEL knows plain objects of its own realm only. */
function overridden(
  sample: Record<string, unknown>,
  overrides: Record<string, unknown>,
): Record<string, unknown> {
  const payload = JSON.parse(JSON.stringify(sample)) as Record<string, unknown>
  for (const [path, value] of Object.entries(overrides)) {
    const names = path.split('.')
    const last = names.pop() ?? path
    let holder: Record<string, unknown> = payload
    for (const name of names) holder = (holder[name] ??= {}) as Record<string, unknown>
    if (value === ABSENT) delete holder[last]
    else holder[last] = value
  }
  return payload
}

/** Tries every example: the accepted pass, the refused are refused because of a field that they name. */
export function tryExamples(bench: Workbench): void {
  for (const source of bench.files.of('event')) {
    const file = source.value as EventFile
    const event = bench.events.get(file.event)
    const validator = bench.validators.get(file.event)
    const types = [...(event?.fields.values() ?? [])].map(({ type }) => bench.vocabulary.types.get(type))
    if (!event || !validator || !types.every((type) => type?.sound)) continue
    for (const [index, payload] of event.examples.accepted.entries()) {
      const path = index === 0 ? ['data'] : ['accepted', index - 1]
      const what = index === 0 ? 'The samples together are' : `Accepted example ${index} is`
      for (const { says } of validator.all(payload))
        bench.fault(source, path, 'EXAMPLE', `${what} refused: ${says} Mend the example or the type.`)
    }
    for (const [index, payload] of event.examples.refused.entries()) {
      const named = Object.keys(file.refused?.[index] ?? {})
      const says = notRefusedFor(named, validator, payload)
      if (says) bench.fault(source, ['refused', index], 'EXAMPLE', `Refused example ${index + 1} ${says}`)
    }
  }
}

/** The samples pass, so whatever is refused is refused for a field that the example changed, or the example is wrong. */
function notRefusedFor(
  named: readonly string[],
  validator: LazyValidator,
  payload: unknown,
): string | undefined {
  const list = named.join(', ')
  const at = validator.firstAt(payload)
  if (at === undefined) return `is accepted: tighten the type of ${list}, or mend the example.`
  const pointers = named.map((name) => `/${name.replaceAll('.', '/')}`)
  if (pointers.some((pointer) => at === pointer || at.startsWith(`${pointer}/`))) return undefined
  const why = validator.all(payload)[0]?.says ?? ''
  return `is refused, but not because of ${list}: ${why} Mend the example.`
}
