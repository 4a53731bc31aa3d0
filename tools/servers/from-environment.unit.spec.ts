import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { databaseNamed, fromEnvironment } from './from-environment.js'
import { repositoryRoot } from './repository-root.js'

describe('servers that the environment names', () => {
  let folder: string
  let file: string
  const named = (database: Record<string, string>) => ({
    KAFKA_BROKERS: 'kafka:9092',
    LEDGER_SECRET: 'x',
    ...database,
  })

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'interlock-named-'))
    file = join(folder, 'database')
    writeFileSync(file, 'postgres://admin:secret@database:5432/training\n')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('may be named by a file, which is looked for before anything is downloaded', () => {
    const check = pathToFileURL(join(repositoryRoot(), 'tools', 'machine-check.mjs')).href
    const asked = (env: Record<string, string>) =>
      spawnSync(
        process.execPath,
        ['--input-type=module', '-e', `(await import('${check}')).refuseUnlessServersCanRun()`],
        { env: { PATH: folder, INTERLOCK_SERVERS_FROM: 'local', ...env }, encoding: 'utf8' },
      )
    expect(asked(named({ DATABASE_URL_FILE: file })).status).toBe(0)
    expect(asked(named({}))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('DATABASE_URL or DATABASE_URL_FILE not set'),
    })
  })

  it('are planned for the database that the file names, and for one of our own name without any', () => {
    expect(databaseNamed({ DATABASE_URL_FILE: file })).toBe('training')
    expect(databaseNamed({ DATABASE_URL: 'postgres://database/other' })).toBe('other')
    expect(databaseNamed({})).toBe('interlock')
  })

  it('are not taken for none when the file cannot be read', () => {
    const absent = named({ DATABASE_URL_FILE: join(folder, 'absent') })
    for (const ask of [() => fromEnvironment(folder, absent), () => databaseNamed(absent)])
      expect(ask).toThrow(expect.objectContaining({ code: 'HUB_CONFIG_INVALID' }))
  })
})
