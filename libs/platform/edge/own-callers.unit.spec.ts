import { expect, it } from '@jest/globals'
import type { HttpRequest } from '#platform/http'
import type { Principal, TokenVerifier } from '#platform/security'
import { ownCallers } from './own-callers.js'

const principal = (organisation: string, ...scopes: string[]): Principal => ({
  ...{ clientId: 'c', organisation, units: '*', expiresAt: Number.MAX_SAFE_INTEGER },
  scopes: new Set(scopes),
})

async function outcome(method: string, caller: Principal, url?: string): Promise<string> {
  const verifier: TokenVerifier = { verify: async () => caller }
  const headers = { authorization: 'Bearer token' }
  const request = { method, headers, raw: { socket: {} }, routeOptions: { url } }
  return ownCallers(verifier, 'ones', { guests: ['/guests/lists'] })(request as unknown as HttpRequest).then(
    () => 'let in',
    (problem: { code: string }) => problem.code,
  )
}

it('an edge lets its own systems say what they may publish', async () => {
  expect(await outcome('POST', principal('ones', 'events.publish'))).toBe('let in')
  expect(await outcome('GET', principal('ones'))).toBe('let in')
})

it('an edge takes nothing from another organisation, nor from one of its own who may only look', async () => {
  expect(await outcome('POST', principal('others', 'events.publish'))).toBe('HUB_EDGE_NOT_OWN')
  expect(await outcome('GET', principal('others', 'events.publish'))).toBe('HUB_EDGE_NOT_OWN')
  for (const method of ['POST', 'PUT', 'DELETE'])
    expect(await outcome(method, principal('ones', 'gaps.read'))).toBe('HUB_SECURITY_SCOPE_MISSING')
})

it('an edge lets a guest in at the addresses that are the guest’s, and nobody else there', async () => {
  const guest = principal('guests', 'events.publish')
  expect(await outcome('POST', guest, '/guests/lists')).toBe('let in')
  for (const elsewhere of ['/inbox/work-through', '/sandbox/misbehaviour', '/guests/lists/more', undefined])
    expect(await outcome('POST', guest, elsewhere)).toBe('HUB_EDGE_NOT_OWN')
  expect(await outcome('POST', principal('ones', 'events.publish'), '/guests/lists')).toBe('HUB_EDGE_NOT_OWN')
})
