import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { PUBLISHED_PORTS } from './compose-ports.js'
import { repositoryRoot } from './repository-root.js'

it('names every port that the compose file publishes, so that two stacks can be up beside each other', () => {
  const file = readFileSync(join(repositoryRoot(), 'docker-compose.yml'), 'utf8')
  const named = new Set([...file.matchAll(/\$\{(PORT_[A-Z]+)/g)].map(([, name]) => name))
  expect([...named].sort()).toEqual([...PUBLISHED_PORTS, 'PORT_POSTGRES', 'PORT_KAFKA'].sort())
})
