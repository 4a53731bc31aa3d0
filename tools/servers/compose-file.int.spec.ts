import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { kafkaUsers, repositoryRoot } from './index.js'

interface Service {
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly healthcheck?: unknown
  readonly command?: readonly string[]
}

const file = readFileSync(join(repositoryRoot(), 'docker-compose.yml'), 'utf8')
const { services } = parse(file, { merge: true }) as { services: Record<string, Service> }
const applications = Object.entries(services).filter(([, { command }]) =>
  command?.[1]?.startsWith('dist/apps/'),
)

describe('the compose file', () => {
  it('makes a secret for every principal of the broker', () => {
    expect(services['secrets']?.environment?.['KAFKA_USERS']?.split(' ')).toEqual([...kafkaUsers])
  })

  it('lets each application log in as a principal that exists', () => {
    expect(applications.length).toBeGreaterThanOrEqual(7)
    for (const [, { environment }] of applications)
      expect(kafkaUsers).toContain(environment?.['KAFKA_USERNAME'])
  })

  it('watches the health of both servers and of every application', () => {
    for (const name of ['postgres', 'kafka', ...applications.map(([app]) => app)]) {
      expect([name, services[name]?.healthcheck]).not.toEqual([name, undefined])
    }
  })

  it('publishes nothing beyond this machine', () => {
    const published = Object.values(services).flatMap(({ ports }) => ports ?? [])
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
  })
})
