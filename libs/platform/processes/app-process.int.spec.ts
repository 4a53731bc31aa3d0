import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AppProcess } from './index.js'

/** Tries what its arguments name, and says how each attempt ended. */
const PROBE = `
import { readFileSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
const { ATTEMPTS, INTERLOCK_HOME } = process.env
const deeds = { read: (path) => readFileSync(path), write: (path) => writeFileSync(path, 'x'), run: (path) => spawnSync(path) }
const outcomes = JSON.parse(ATTEMPTS).map(([deed, path]) => {
  try {
    deeds[deed](path)
    return 'done'
  } catch (error) {
    return error.code
  }
})
console.log(JSON.stringify(outcomes))
`

describe('a process of the hub', () => {
  let root: string
  let home: string

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'interlock-reach-')))
    home = join(root, 'home')
    for (const folder of ['truth', 'logs']) mkdirSync(join(home, folder), { recursive: true })
    for (const file of [
      'truth/london.json',
      'truth/london-truth.json',
      'credentials.json',
      'contracts-read.json',
    ])
      writeFileSync(join(home, file), '{}')
    for (const file of ['kafka.pem', 'db.pem']) writeFileSync(join(root, file), '')
    mkdirSync(join(root, 'contracts'))
    writeFileSync(join(root, 'contracts', 'fields.yaml'), '')
    writeFileSync(join(root, 'package.json'), '{"type":"module"}')
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  /** Runs the probe as the app of that name, and tells how each attempt ended. */
  async function attempts(app: string, deeds: readonly (readonly [string, string])[]): Promise<string[]> {
    const program = join(root, 'dist', 'apps', app, 'main.js')
    mkdirSync(join(program, '..'), { recursive: true })
    writeFileSync(program, PROBE)
    const environment = {
      ATTEMPTS: JSON.stringify(deeds),
      INTERLOCK_HOME: home,
      INTERLOCK_CONTRACTS: join(root, 'contracts'),
      NODE_COMPILE_CACHE: join(home, 'cache'),
      FAULT_DIRECTORY: home,
      KAFKA_CA_FILE: join(root, 'kafka.pem'),
      DATABASE_URL: `postgres://exchange@db.example/hub?sslmode=verify-full&sslrootcert=${join(root, 'db.pem')}`,
    }
    await new Promise<void>((resolve) =>
      new AppProcess({
        ...{ app, program, environment, port: 0, restarts: false },
        logDirectory: join(home, 'logs'),
        onExit: () => resolve(),
      }).start(),
    )
    return JSON.parse(readFileSync(join(home, 'logs', `${app}.log`), 'utf8')) as string[]
  }

  it.each(['reconciler', 'identity', 'console', 'agencies'])(
    'is refused what a scenario broke, by whatever way: %s',
    async (app) => {
      const truth = join(home, 'truth', 'london-truth.json')
      const outcomes = await attempts(app, [
        ['read', truth],
        ['read', join(home, 'truth', 'london.json')],
        ['read', join(home, 'cache', '..', 'truth', 'london.json')],
        ['read', `/proc/self/root${truth}`],
        ['write', truth],
        ['run', process.execPath],
      ])
      expect(outcomes).toEqual(outcomes.map(() => 'ERR_ACCESS_DENIED'))
      expect(outcomes).toHaveLength(6)
    },
  )

  it('reads the contracts and what its environment names, keeps what it compiled, and touches no more of the home than is its own', async () => {
    expect(
      await attempts('exchange', [
        ['read', join(root, 'contracts', 'fields.yaml')],
        ['read', join(home, 'contracts-read.json')],
        ['write', join(home, 'cache', 'compiled')],
        ['read', join(root, 'kafka.pem')],
        ['read', join(root, 'db.pem')],
        ['read', join(home, 'credentials.json')],
      ]),
    ).toEqual(['done', 'done', 'done', 'done', 'done', 'ERR_ACCESS_DENIED'])
    expect(
      await attempts('identity', [
        ['read', join(home, 'credentials.json')],
        ['write', join(home, 'credentials.json')],
        ['write', join(home, 'identity-keys.json')],
      ]),
    ).toEqual(['done', 'ERR_ACCESS_DENIED', 'done'])
    for (const app of ['console', 'agencies', 'courts'])
      expect([app, ...(await attempts(app, [['read', join(home, 'credentials.json')]]))]).toEqual([
        app,
        'done',
      ])
    expect(existsSync(join(home, 'identity-keys.json'))).toBe(true)
  })

  it('takes away the file that names its own fault, or that of an app which it hosts', async () => {
    const others: [string, string][] = ['courts', 'intake'].map((app) => ['write', join(home, app)])
    expect(await attempts('agencies', others)).toEqual(['done', 'ERR_ACCESS_DENIED'])
    expect(await attempts('police', others)).toEqual(['ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED'])
  })
})
