import { loadCatalogue } from '#core/catalogue'
import { HubError } from '#core/kernel'
import { loadContracts, readContracts } from '#platform/contracts'
import { join } from 'node:path'
import { eventChapter } from '../../contracts/event-chapter.js'
import { repositoryRoot } from '../../servers/repository-root.js'
import { answer, counted, type Reading } from '../answer.js'

const folder = (): string => process.env['INTERLOCK_CONTRACTS'] ?? join(repositoryRoot(), 'contracts')

/** `interlock contracts check`: every fault at once, each with its place. */
export function contractsCheck(reading: Reading): void {
  const files = readContracts(folder())
  const loaded = loadCatalogue(files)
  if (loaded.ok) {
    const { hash, units, events, agreements, obligations, comparisons } = loaded.catalogue
    const counts = {
      units: units.size,
      events: events.size,
      agreements: agreements.length,
      obligations: obligations.length,
      comparisons: comparisons.length,
    }
    answer(reading, { ok: true, hash, files: files.length, counts }, () => {
      const said = Object.entries(counts).map(([what, count]) => `${count} ${what}`)
      return `${counted(files.length, 'file')}, no fault: ${said.join(', ')}.`
    })
    return
  }
  answer(reading, loaded, () =>
    loaded.faults
      .map(({ file, line, says, code }) => `contracts/${file}:${line}: ${says} (${code})`)
      .join('\n'),
  )
  throw new HubError(
    'HUB_CATALOGUE_REFUSED',
    `${counted(loaded.faults.length, 'fault')} to mend.`,
    'after-repair',
  )
}

/** `interlock contracts explain <event>`: what it says, who may hear it with which fields, and what must follow. */
export function contractsExplain(event: string, reading: Reading): void {
  const catalogue = loadContracts(folder())
  const named = [...catalogue.events.values()].filter(({ name, type }) => name === event || type === event)
  if (named.length === 0)
    throw new HubError('HUB_EVENT_UNKNOWN', `No contract describes ${event}.`, 'after-repair')
  const value = named.map((contract) => ({
    name: contract.name,
    means: contract.means,
    about: contract.about,
    marking: contract.marking,
    publishers: contract.publishers,
    fields: [...contract.fields.values()],
    agreements: catalogue.agreements.flatMap(({ agreement, purpose, receives, shares }) =>
      shares
        .filter((share) => share.event === contract.name)
        .map(({ fields, where }) => ({ agreement, purpose, receives, fields, where: where?.text ?? null })),
    ),
    obligations: catalogue.obligations
      .filter(({ opens, expects, cancels, putRight, reopens, conflicts, clocks }) =>
        [
          putRight?.by,
          ...[...opens, ...cancels, ...reopens, ...conflicts, ...expects],
          ...clocks.flatMap((clock) => [...clock.expects, clock.precededBy]),
        ].some((part) => part?.type === contract.type),
      )
      .map(({ obligation, says }) => ({ obligation, says })),
  }))
  answer(reading, value, () => named.map((contract) => eventChapter(catalogue, contract)).join('\n\n'))
}
