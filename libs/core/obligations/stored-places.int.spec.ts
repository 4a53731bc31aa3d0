import { expect, it } from '@jest/globals'
import { theCatalogue } from '#testkit/catalogue'
import { compileRules } from './compile-rules.js'

it('what a rule may be put right by comes behind all that evidence is stored with the places of', () => {
  const rules = [...compileRules(theCatalogue()).rules.values()]
  const orders = rules.flatMap(({ versions }) =>
    versions.map(({ watches }) => watches.map(({ role }) => role === 'puts-right')),
  )
  const withOne = orders.filter((order) => order.includes(true))
  expect(withOne).not.toEqual([])
  for (const order of withOne) expect(order.toSorted()).toEqual(order)
})
