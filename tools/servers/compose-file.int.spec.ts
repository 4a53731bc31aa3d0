import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { DATABASE_ROLES, EDGE_APPS } from '#platform/config'
import { loginsOf } from '#platform/postgres'
import { kafkaAppUsers } from './credentials.js'
import { repositoryRoot } from './index.js'

interface Service {
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly healthcheck?: unknown
  readonly command?: readonly string[]
  readonly volumes?: readonly string[]
}

const file = readFileSync(join(repositoryRoot(), 'docker-compose.yml'), 'utf8')
const { services } = parse(file, { merge: true }) as { services: Record<string, Service> }
const applications = Object.entries(services).filter(([, { command }]) =>
  command?.[1]?.startsWith('dist/apps/'),
)

describe('the compose file', () => {
  it('makes a secret for every principal of the broker: apps by name, organisations from the contracts', () => {
    expect(services['secrets']?.environment?.['KAFKA_USERS']?.split(' ')).toEqual([...kafkaAppUsers])
    expect(services['secrets']?.volumes).toContain(
      './contracts/organisations:/etc/interlock/organisations:ro',
    )
  })

  it('lets each application that speaks to the broker log in as itself', () => {
    expect(applications.length).toBeGreaterThanOrEqual(7)
    const speaking = applications.filter(
      ([, { environment }]) => environment?.['KAFKA_USERNAME'] !== undefined,
    )
    expect(speaking.map(([app]) => app).sort()).toEqual([
      'delivery',
      'exchange',
      'intake',
      'reconciler',
      'register',
    ])
    for (const [app, { environment }] of speaking) {
      expect(kafkaAppUsers).toContain(app)
      expect(environment?.['KAFKA_USERNAME']).toBe(app)
    }
  })

  it('mounts into each application its own secrets and nobody else’s, and names none in the environment', () => {
    for (const [app, { volumes = [], environment = {} }] of applications) {
      const mounted = volumes.map((volume) => volume.split(':')[0])
      expect([app, mounted]).toEqual([app, [app === 'identity' ? 'home' : `secrets-${app}`]])
      const named = Object.keys(environment).filter((name) => /PASSWORD|SECRET|DATABASE_URL/.test(name))
      expect([app, named]).toEqual([app, []])
    }
    const given = services['secrets']?.environment?.['DATABASE_ROLES']?.split(' ') ?? []
    expect([...given].sort()).toEqual(loginsOf(DATABASE_ROLES).sort())
    expect(services['secrets']?.volumes).toEqual(
      expect.arrayContaining(given.map((app) => `secrets-${app}:/run/interlock/apps/${app}`)),
    )
    expect(services['secrets']?.environment?.['CLIENTS']?.split(' ')).toEqual([
      ...EDGE_APPS,
      'console',
      'soca',
    ])
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
