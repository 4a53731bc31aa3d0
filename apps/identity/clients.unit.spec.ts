import { expect, it } from '@jest/globals'
import { accessRules } from '#core/catalogue'
import { theCatalogue } from '#testkit/catalogue'
import { demandNamesMeanOne } from './clients.js'

const client = { clientSecret: '', organisation: 'courts', scopes: ['events.publish'] }
const restricted = { ...client, units: ['courts/b01fa'] }

it('a client that is restricted to some units is named otherwise than its organisation', () => {
  expect(() => demandNamesMeanOne([{ ...client, clientId: 'courts', units: '*' }])).not.toThrow()
  expect(() => demandNamesMeanOne([{ ...restricted, clientId: 'courts-fa' }])).not.toThrow()
  expect(() => demandNamesMeanOne([{ ...restricted, clientId: 'courts' }])).toThrow(
    expect.objectContaining({ code: 'HUB_CONFIG_INVALID' }),
  )
})

it('nobody has a Kafka login but the hub’s apps and whole organisations, each for its own topics', () => {
  const catalogue = theCatalogue()
  const apps = ['intake', 'register', 'exchange', 'reconciler', 'delivery', 'operator']
  const agencies = [...catalogue.organisations.keys()].filter((organisation) => organisation !== 'hub')
  const { principals } = accessRules(catalogue)
  expect(principals.map(({ principal }) => principal).toSorted()).toEqual([...apps, ...agencies].toSorted())
  for (const { principal, rules } of principals.filter(({ principal }) => agencies.includes(principal)))
    expect(rules.map(({ name, pattern, operations }) => [name, pattern, operations[0]])).toEqual([
      [`inbox.${principal}`, 'literal', 'READ'],
      [`${principal}.`, 'prefixed', 'READ'],
      [`facts.${principal}`, 'literal', 'WRITE'],
    ])
})
