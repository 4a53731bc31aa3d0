import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { bits, bytes, context, der, integer, oid, sequence, set, time, utf8 } from './der.js'

/** A certificate with its key, as PEM. */
export interface Certificate {
  cert: string
  key: string
}

export interface Authority extends Certificate {
  /** A certificate for a server on this machine, or for a caller of this name. */
  issue(name: string): Certificate
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const COMMON_NAME = '2.5.4.3'
const BASIC_CONSTRAINTS = '2.5.29.19'
const SUBJECT_ALT_NAME = '2.5.29.17'
const DAY_MS = 86_400_000

/** An authority of a test's own: nobody else believes it, and it is gone with the test (RFC 5280). */
export function makeAuthority(name: string): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const isAuthority = sequence(oid(BASIC_CONSTRAINTS), TRUE, bytes(sequence(TRUE)))
  const cert = sign(name, name, own.publicKey, own.privateKey, isAuthority)
  return {
    cert,
    key: pem(own.privateKey),
    issue(subject) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const names = sequence(
        context(2, Buffer.from('localhost'), false),
        context(7, Buffer.from([127, 0, 0, 1]), false),
      )
      const here = sequence(oid(SUBJECT_ALT_NAME), bytes(names))
      return { cert: sign(subject, name, pair.publicKey, own.privateKey, here), key: pem(pair.privateKey) }
    },
  }
}

const TRUE = der(0x01, Buffer.from([0xff]))

function sign(
  subject: string,
  issuer: string,
  subjectKey: KeyObject,
  key: KeyObject,
  extension: Buffer,
): string {
  const now = Date.now()
  const unsigned = sequence(
    context(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    nameOf(issuer),
    sequence(time(now - DAY_MS), time(now + DAY_MS)),
    nameOf(subject),
    subjectKey.export({ type: 'spki', format: 'der' }),
    context(3, sequence(extension)),
  )
  const signature = createSign('SHA256').update(unsigned).sign(key)
  const whole = sequence(unsigned, ECDSA_WITH_SHA256, bits(signature))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(oid(COMMON_NAME), utf8(commonName))))
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}
