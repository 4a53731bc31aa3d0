import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'

/** The provider's private key (ES256), made once and kept in `<home>/identity-keys.json`, mode 600: tokens outlive a restart. */
export async function signingKeys(home: string): Promise<{ keys: JWK[] }> {
  const file = join(home, 'identity-keys.json')
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { keys: JWK[] }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const keys = { keys: [{ ...(await exportJWK(privateKey)), use: 'sig', alg: 'ES256' }] }
  writeFileSync(file, `${JSON.stringify(keys)}\n`, { mode: 0o600 })
  chmodSync(file, 0o600)
  return keys
}
