import canonicalize from 'canonicalize'
import { sha256 } from '#core/kernel'
import { stemOf } from './contract-files.js'
import type { EventFile } from './event-file.js'
import type { Source } from './source.js'
import type { Workbench } from './workbench.js'

/** What `contracts.lock.yaml` holds: the hash of each published version, by its name. */
export type Lock = Readonly<Record<string, string>>

/**
 * The hash of every contract that has versions, by name: `courts.prevention-order.made@1`, `RR-02@1`. It covers what
 * the contract says, not how the YAML is laid out; an event's covers its types as well.
 */
export function hashesOf(bench: Workbench): Lock {
  const hashes: Record<string, string> = {}
  for (const { name, hash } of published(bench)) hashes[name] = hash
  return hashes
}

/** A published version never changes: a change, or a contract gone, is a fault. What is not locked yet is free to change. */
export function checkLock(bench: Workbench): void {
  const { lock } = bench.files
  if (lock === undefined) return
  const locked = (lock.value ?? {}) as Lock
  const present = new Set<string>()
  for (const { name, hash, source } of published(bench)) {
    present.add(name)
    if (locked[name] === undefined || locked[name] === hash) continue
    bench.fault(
      source,
      [],
      'LOCK',
      `${name} is published and was changed: take the change back, and say it in a new version.`,
    )
  }
  if (bench.files.broken.size > 0) return
  for (const name of Object.keys(locked))
    if (!present.has(name))
      bench.fault(
        lock,
        [name],
        'LOCK',
        `${name} was published and has no file any more: restore it, for old facts are still read by it.`,
      )
}

function published(bench: Workbench): { name: string; hash: string; source: Source }[] {
  const events = bench.files.of('event').map((source) => {
    const { event } = source.value as EventFile
    return { name: event, source, content: { file: source.value, schema: bench.events.get(event)?.schema } }
  })
  const versioned = (['obligation', 'comparison', 'measure'] as const).flatMap((kind) =>
    bench.files.of(kind).map((source) => ({ source, name: (source.value as Record<string, unknown>)[kind] })),
  )
  const rules = versioned.map(({ source, name }) => {
    const version = /\.v(\d+)$/.exec(stemOf(source.file))?.[1] ?? '1'
    return { name: `${String(name)}@${version}`, source, content: { file: source.value } }
  })
  return [...events, ...rules].map(({ name, source, content }) => ({
    name,
    source,
    hash: sha256(canonicalize(content) ?? ''),
  }))
}
