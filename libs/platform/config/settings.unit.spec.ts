import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { readSettings } from './settings.js'

const folder = mkdtempSync(join(tmpdir(), 'interlock-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const LEAST = { KAFKA_BROKERS: 'k:9092', DATABASE_URL: 'postgres://a:b@c/d', LEDGER_SECRET: 's' }
const faultsOf = (env: Record<string, string>): string => {
  try {
    readSettings('intake', env)
    return 'none'
  } catch (error) {
    return (error as Error).message
  }
}

describe('the settings of an app', () => {
  it('take a secret from a file as well as from the environment', () => {
    const settings = readSettings('courts', {
      KAFKA_BROKERS: 'k:9092',
      KAFKA_SECURITY: 'scram',
      KAFKA_USERNAME: 'courts',
      KAFKA_PASSWORD_FILE: file('kafka', 'from a file\n'),
      DATABASE_URL_COURTS_FILE: file('database', 'postgres://courts:x@db/interlock'),
      LEDGER_SECRET_FILE: file('ledger', 'salt\r\n'),
      CLIENT_SECRET_FILE: file('client', 'own'),
    })
    expect(settings.kafka.security).toMatchObject({ password: 'from a file' })
    expect(settings.databaseUrl).toBe('postgres://courts:x@db/interlock')
    expect([settings.ledgerSecret, Object.values(settings.clientSecrets)]).toEqual(['salt', ['own']])
  })

  it('name a secret that is given twice, or not readable, and never quote one', () => {
    const said = faultsOf({
      ...LEAST,
      LEDGER_SECRET_FILE: file('twice', 'do not tell'),
      KAFKA_PASSWORD_FILE: join(folder, 'nowhere'),
    })
    expect(said).toContain('LEDGER_SECRET and LEDGER_SECRET_FILE are both set')
    expect(said).toContain('KAFKA_PASSWORD_FILE names a file that cannot be read (ENOENT)')
    expect(said).not.toContain('do not tell')
  })

  it('prefer the login of the app to that of the process', () => {
    const env = { ...LEAST, DATABASE_URL_INTAKE: 'postgres://intake:b@c/d' }
    expect(readSettings('intake', env).databaseUrl).toBe('postgres://intake:b@c/d')
    expect(readSettings('register', env).databaseUrl).toBe(LEAST.DATABASE_URL)
  })

  it('speak SCRAM inside TLS where that is asked for, and believe whom the file names', () => {
    const env = { ...LEAST, KAFKA_SECURITY: 'scram-tls', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' }
    expect(readSettings('intake', env).kafka.security).toEqual({
      kind: 'scram-tls',
      username: 'u',
      password: 'p',
    })
    expect(readSettings('intake', { ...env, KAFKA_CA_FILE: 'ca.pem' }).kafka.security).toMatchObject({
      caFile: 'ca.pem',
    })
    expect(faultsOf({ ...LEAST, KAFKA_SECURITY: 'tls' })).toContain('KAFKA_SECURITY is "tls"')
  })

  it('bind to this machine, plainly and for any bearer, unless told otherwise', () => {
    expect(readSettings('intake', LEAST).http).toEqual({ host: '127.0.0.1', tokens: 'bearer' })
    expect(
      readSettings('intake', {
        ...LEAST,
        HTTP_HOST: '0.0.0.0',
        HTTP_TLS_CERT_FILE: 'c',
        HTTP_TLS_KEY_FILE: 'k',
        HTTP_TLS_CLIENT_CA_FILE: 'a',
        TOKEN_BINDING: 'required',
      }).http,
    ).toEqual({
      host: '0.0.0.0',
      tokens: 'bound',
      tls: { certFile: 'c', keyFile: 'k', clientCaFile: 'a' },
    })
  })

  it.each([
    [{ HTTP_TLS_CERT_FILE: 'c' }, 'need each other'],
    [{ HTTP_TLS_CLIENT_CA_FILE: 'a' }, 'needs HTTP_TLS_CERT_FILE'],
    [{ TOKEN_BINDING: 'required' }, 'no caller can show a certificate'],
    [{ CLIENT_CERT_FILE: 'a' }, 'CLIENT_CERT_FILE and CLIENT_KEY_FILE need each other'],
    [{ TOKEN_BINDING: 'perhaps' }, 'TOKEN_BINDING is "perhaps"'],
  ])('refuse what contradicts itself: %j', (env, fault) => {
    expect(faultsOf({ ...LEAST, ...env })).toContain(fault)
  })
})
