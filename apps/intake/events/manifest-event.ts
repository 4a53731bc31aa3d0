import type { Catalogue } from '#core/catalogue'
import { derivedId } from '#core/kernel'
import { contractName, dataschemaOf } from '#core/messages'

/**
 * The event that a manifest stands for. `unit` and `marking` belong to the envelope, everything else is its data; the id
 * follows from source and period, so that a repeated declaration is a duplicate. It happened when its period ended.
 * What is missing or wrong is found where every event is judged.
 */
export function manifestEvent(catalogue: Catalogue, organisation: string, body: unknown): object {
  const { unit, marking, id, ...data } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >
  const type = manifestType(catalogue, organisation)
  return {
    specversion: '1.0',
    id: id ?? derivedId('manifest', String(data['source']), String(data['from']), String(data['until'])),
    source: data['source'],
    type,
    dataschema: dataschemaOf(type, 1),
    subject: `unit:${String(unit)}`,
    time: data['until'],
    unit,
    marking: marking ?? 'protect',
    data,
  }
}

/** An organisation declares in the namespace that it speaks and has a manifest's contract in, its own before a shared one. */
function manifestType(catalogue: Catalogue, organisation: string): string {
  const speaks = catalogue.organisations.get(organisation)?.speaks ?? []
  const types = speaks.map((namespace) => `${namespace}.manifest.declared`)
  const contracted = types.find((type) => catalogue.events.has(contractName(type, 1)))
  return contracted ?? types[0] ?? `${organisation}.manifest.declared`
}
