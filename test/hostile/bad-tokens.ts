import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'

const HOUR_S = 3_600

/**
 * Tokens that must not be good, some of them signed with the provider's own key: expired, of another audience or issuer, of
 * another kind, changed after signing, signed by somebody else or by nobody.
 */
export async function badTokens(home: string, issuer: string, good: string): Promise<Record<string, string>> {
  const { keys } = JSON.parse(readFileSync(join(home, 'identity-keys.json'), 'utf8')) as { keys: JWK[] }
  const own = await importJWK(keys[0]!, 'ES256')
  const { privateKey: foreign } = await generateKeyPair('ES256')
  const [head = '', body = '', signature = ''] = good.split('.')
  const header = JSON.parse(String(Buffer.from(head, 'base64url'))) as { kid?: string }
  const claims = JSON.parse(String(Buffer.from(body, 'base64url'))) as JWTPayload
  const nowS = Math.floor(Date.now() / 1_000)
  const signed = (changes: JWTPayload, typ = 'at+jwt', key = own): Promise<string> =>
    new SignJWT({ ...claims, iss: issuer, ...changes })
      .setProtectedHeader({ alg: 'ES256', typ, ...(header.kid === undefined ? {} : { kid: header.kid }) })
      .sign(key)
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return {
    expired: await signed({ iat: nowS - 2 * HOUR_S, exp: nowS - HOUR_S }),
    'not yet valid': await signed({ nbf: nowS + HOUR_S }),
    'of another audience': await signed({ aud: 'urn:somebody:else' }),
    'of another issuer': await signed({ iss: 'https://evil.example' }),
    'of another kind': await signed({}, 'JWT'),
    'signed by somebody else': await signed({}, 'at+jwt', foreign),
    'signed by nobody': `${encoded({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
    'changed after signing': `${head}.${encoded({ ...claims, organisation: 'police' })}.${signature}`,
    'without an organisation': await signed({ organisation: 5 as never }),
    'with units of no shape': await signed({ units: { $ne: null } as never }),
    'cut short': good.slice(0, -10),
    'of nothing': '..',
  }
}
