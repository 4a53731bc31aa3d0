import { describe, expect, it } from '@jest/globals'
import { isPublicAddress, urlFault } from './address-check.js'

const NOT_PUBLIC = [
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
  ...[
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
  ],
  ...['::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '64:ff9b::7f00:1', '64:ff9b:1::1'],
  ...[
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '100::1',
  ],
  ...['5f00::1', '4000::1', 'localhost', '', '1.2.3.4.5'],
]

describe('where a request of ours may go', () => {
  it.each(NOT_PUBLIC)('not to %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['8.8.8.8', '1.1.1.1', '2a00:1450:4009::1', '::ffff:8.8.8.8'])('to %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

describe('the URL of a receiver', () => {
  const none = new Set<string>()

  it.each([
    ['http://receiver.example/hook', 'https'],
    ['ftp://receiver.example/', 'https'],
    ['file:///etc/passwd', 'https'],
    ['https://user:secret@receiver.example/', 'login'],
    ['https://receiver.example/#part', 'fragment'],
    ['https://127.0.0.1/', 'public'],
    ['https://2130706433/', 'public'],
    ['https://0x7f.1/', 'public'],
    ['https://0177.0.0.1/', 'public'],
    ['https://[::1]/', 'public'],
    ['https://[::ffff:169.254.169.254]/latest/meta-data', 'public'],
    ['https://localhost/hook', 'network of our own'],
    ['https://localhost.localdomain/', 'network of our own'],
    ['https://printer/', 'network of our own'],
    ['https://metadata.example.internal./', 'network of our own'],
    ['not a url', 'not a URL'],
    [`https://receiver.example/${'a'.repeat(500)}`, 'not a URL'],
  ])('is refused: %s', (url, why) => {
    expect(urlFault(url, none)).toContain(why)
  })

  it('is taken with https and a name or a public address', () => {
    expect(urlFault('https://receiver.example:8443/hook?tenant=7', none)).toBeUndefined()
    expect(urlFault('https://8.8.8.8/hook', none)).toBeUndefined()
  })

  it('may be local and without TLS only for the very host that the configuration names', () => {
    const local = new Set(['127.0.0.1'])
    expect(urlFault('http://127.0.0.1:9000/hook', local)).toBeUndefined()
    expect(urlFault('http://127.0.0.2:9000/hook', local)).toContain('https')
    expect(urlFault('https://127.0.0.2:9000/hook', local)).toContain('public')
    expect(urlFault('http://localhost:9000/hook', local)).toContain('https')
  })
})
