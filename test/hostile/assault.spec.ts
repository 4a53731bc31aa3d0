import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { assail, type Findings } from './assault.js'
import { growthBytes } from './memory.js'
import { verdictsOf } from './report.js'

/** A server with the faults that the assault is to find. */
describe('the assault, on a server that is not sound', () => {
  let server: Server
  let findings: Findings

  beforeAll(async () => {
    server = createServer((request, response) => {
      const isBad = (request.headers.authorization ?? '').includes('bad')
      request.resume()
      if (isBad) response.writeHead(202).end('{"receipts":[]}')
      else if (request.url === '/manifests') response.writeHead(500).end('{}')
      else
        response
          .writeHead(400, { 'content-type': 'text/plain' })
          .end('Error: no\n    at Object.parse (/app/dist/read.js:3:7)')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    let honest = 0
    findings = await assail({
      count: 400,
      seed: 7,
      ports: { intake: (server.address() as AddressInfo).port },
      tokens: async () => ({ courts: 'courts', police: 'police', bad: { expired: 'bad' } }),
      pids: () => ({ intake: process.pid }),
      honest: async () => {
        honest += 1
        if (honest === 2) throw new Error('the honest were turned away')
      },
    })
  }, 60_000)
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  it.each([
    ['an answer of 500', 'the server failed'],
    ['a bad token that is taken', 'it was let in'],
    ['a stack trace', 'the answer shows'],
    ['a refusal in a form of its own', 'the refusal is'],
    ['an app that answers no probe', 'does not say that it lives'],
    ['an honest request that fails', 'the honest were turned away'],
  ])('finds %s', (_what, says) => {
    expect(findings.faults.filter((fault) => fault.includes(says)).length).toBeGreaterThan(0)
  })

  it('does not call it sound', () => {
    const [noFault, noDeath] = verdictsOf(findings, true)
    expect([noFault?.holds, noDeath?.holds]).toEqual([false, true])
    expect(verdictsOf({ ...findings, pids: { intake: [1, 2] } }, true)[1]?.holds).toBe(false)
  })

  it('sees memory that grows, and none in what only warms up', () => {
    const mib = 1_048_576
    const steady = Array.from({ length: 50 }, (_, at) => (at < 10 ? 60 + at * 8 : 140 + (at % 3)) * mib)
    const leaking = Array.from({ length: 50 }, (_, at) => (100 + at * 6) * mib)
    expect(growthBytes(steady)).toBeLessThan(2 * mib)
    expect(growthBytes(leaking)).toBeGreaterThan(48 * mib)
  })
})
