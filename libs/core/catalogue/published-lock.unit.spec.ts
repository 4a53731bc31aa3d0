import { describe, expect, it } from '@jest/globals'
import { stringify } from 'yaml'
import { tinyContracts } from '#testkit/tiny-contracts'
import { loadCatalogue, lockOf } from './index.js'

const ORDER_MADE = 'events/courts/order.made.v1.yaml'

function sources(texts: Record<string, string>) {
  return Object.entries(texts).map(([path, text]) => ({ path, text }))
}

/** The tiny contracts with everything published, and then changed. */
function faultsAfter(change: (texts: Record<string, string>) => void) {
  const texts = tinyContracts()
  texts['contracts.lock.yaml'] = stringify(lockOf(sources(texts)))
  change(texts)
  const loaded = loadCatalogue(sources(texts))
  return loaded.ok ? [] : loaded.faults.map(({ code, file, says }) => [code, file, says])
}

describe('a published version', () => {
  it('is accepted as it was published, in whatever layout', () => {
    expect(faultsAfter(() => undefined)).toEqual([])
    expect(faultsAfter((texts) => (texts[ORDER_MADE] = `# said again\n${texts[ORDER_MADE]}\n`))).toEqual([])
  })

  it('is refused when what it says changes', () => {
    const faults = faultsAfter(
      (texts) =>
        (texts[ORDER_MADE] = (texts[ORDER_MADE] ?? '').replace(
          'endsOn: date, M4, optional',
          'endsOn: date, M4',
        )),
    )
    expect(faults[0]).toEqual([
      'HUB_CATALOGUE_LOCK',
      ORDER_MADE,
      'courts.order.made@1 is published and was changed: take the change back, and say it in a new version.',
    ])
  })

  it('is refused when a type it is made of changes', () => {
    const vocabulary = 'reference/vocabulary.yaml'
    const faults = faultsAfter(
      (texts) => (texts[vocabulary] = (texts[vocabulary] ?? '').replace('[SOPO, NO]', '[SOPO, NO, RSHO]')),
    )
    expect(faults.map(([code, file]) => [code, file])).toEqual([
      ['HUB_CATALOGUE_LOCK', ORDER_MADE],
      ['HUB_CATALOGUE_LOCK', 'events/police/marker.updated.v1.yaml'],
    ])
  })

  it('is refused when a measure counts otherwise', () => {
    const measure = 'measures/orders-marked.v1.yaml'
    const faults = faultsAfter((texts) => (texts[measure] = (texts[measure] ?? '').replace('50', '60')))
    expect(faults.map(([code, file]) => [code, file])).toEqual([['HUB_CATALOGUE_LOCK', measure]])
  })

  it('is missed when its file is gone', () => {
    const faults = faultsAfter(
      (texts) =>
        delete texts['measures/orders-marked.v1.yaml'] && delete texts['events/hub/gap.opened.v1.yaml'],
    )
    expect(faults).toEqual(
      ['hub.gap.opened@1', 'orders-marked@1'].map((name) => [
        'HUB_CATALOGUE_LOCK',
        'contracts.lock.yaml',
        expect.stringContaining(`${name} was published and has no file any more`),
      ]),
    )
  })

  it('leaves what is not published free to change', () => {
    expect(
      faultsAfter((texts) => {
        texts['events/courts/order.seen.v1.yaml'] = (texts[ORDER_MADE] ?? '').replace(
          'order.made@1',
          'order.seen@1',
        )
      }),
    ).toEqual([])
  })
})
