import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from '@jest/globals'
import { loadCatalogue } from '#core/catalogue'
import { readContracts } from '#platform/contracts'

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url))
const page = readFileSync(path('docs/guides/add-an-event.md'), 'utf8')
const example = [...page.matchAll(/```yaml\n# contracts\/(\S+)\n([\s\S]*?)```/g)].map(
  ([, at = '', text = '']) => ({
    path: at,
    text,
  }),
)

it('the guide to adding an event takes three files, none of them a program, that load with the real contracts', () => {
  expect(example.map((file) => file.path.split('/')[0])).toEqual(['events', 'agreements', 'obligations'])
  const loaded = loadCatalogue([...readContracts(path('contracts')), ...example])
  expect(loaded.ok ? [] : loaded.faults).toEqual([])
  expect(loaded.ok && loaded.catalogue.events.has('probation.licence.ended@1')).toBe(true)
}, 30_000)
