import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { createPool, migrate, type Pool } from '#platform/postgres'
import { createDatabase, dropDatabase, testServers } from '#testkit/harness'
import { makeAuthority } from '#testkit/certificates'
import { INTAKE_MIGRATIONS } from '../../apps/intake/store/migrations.js'

const folder = mkdtempSync(join(tmpdir(), 'interlock-tls-'))
const authority = makeAuthority('Test authority')
const { databaseUrl: adminUrl } = testServers()
const NAME = `tls${process.pid}`
let admin: Pool
let databaseUrl: string

/** The server itself takes the certificate and offers TLS from now on; who does not ask for it goes on as before. */
beforeAll(async () => {
  admin = createPool(adminUrl, { application: 'test', connectionsMax: 1 })
  databaseUrl = await createDatabase(adminUrl, NAME)
  const { cert, key } = authority.issue('postgres')
  for (const [name, text] of Object.entries({ cert, key })) {
    // it runs the program in its own folder of data, as its own user
    await admin.query(
      `copy (select unnest(string_to_array(${literal(text.trim())}, E'\\n'))) to program 'umask 077; cat > ${NAME}.${name}'`,
    )
    await admin.query(`alter system set ssl_${name}_file = '${NAME}.${name}'`)
  }
  await admin.query('alter system set ssl = on')
  await admin.query('select pg_reload_conf()')
  writeFileSync(join(folder, 'ca.pem'), authority.cert)
  writeFileSync(join(folder, 'stranger.pem'), makeAuthority('Nobody’s authority').cert)
  while (!(await isEncrypted('sslmode=no-verify').catch(() => false))) await pause(50)
}, 60_000)

afterAll(async () => {
  for (const name of ['ssl', 'ssl_cert_file', 'ssl_key_file']) await admin.query(`alter system reset ${name}`)
  await admin.query('select pg_reload_conf()')
  await admin.query(`copy (select 1) to program 'rm -f ${NAME}.cert ${NAME}.key'`)
  await admin.end()
  await dropDatabase(adminUrl, NAME)
  rmSync(folder, { recursive: true, force: true })
})

it('an app speaks to PostgreSQL by TLS where its URL says so, and only to a server that it can believe', async () => {
  const verified = (ca: string): string => `sslmode=verify-full&sslrootcert=${join(folder, ca)}`
  expect(await isEncrypted(verified('ca.pem'))).toBe(true)
  await expect(isEncrypted(verified('stranger.pem'))).rejects.toThrow(/certificate|self-signed/)
  expect(await isEncrypted('')).toBe(false)
}, 30_000)

it('migrations go the same way', async () => {
  const url = new URL(databaseUrl)
  url.search = `sslmode=verify-full&sslrootcert=${join(folder, 'ca.pem')}`
  await expect(migrate(url.toString(), 'intake', INTAKE_MIGRATIONS)).resolves.toBeUndefined()
  url.search = `sslmode=verify-full&sslrootcert=${join(folder, 'stranger.pem')}`
  await expect(migrate(url.toString(), 'intake', INTAKE_MIGRATIONS)).rejects.toThrow(
    /certificate|self-signed/,
  )
}, 30_000)

async function isEncrypted(query: string): Promise<boolean> {
  const url = new URL(databaseUrl)
  url.search = query
  const pool = createPool(url.toString(), { application: 'test', connectionsMax: 1 })
  try {
    const { rows } = await pool.query<{ ssl: boolean }>(
      'select ssl from pg_stat_ssl where pid = pg_backend_pid()',
    )
    return rows[0]?.ssl ?? false
  } finally {
    await pool.end()
  }
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
