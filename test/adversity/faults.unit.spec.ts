import { describe, expect, it } from '@jest/globals'
import { EDGES } from '#testkit/london'
import { Random } from '#testkit/random'
import { drawFaults } from './faults.js'

const HUB = ['intake', 'register', 'exchange', 'reconciler', 'delivery', 'identity', 'console']
const server = { kill: () => Promise.resolve(), restart: () => Promise.resolve() }
const names = (seed: number, count: number, hosts: readonly string[]): string[] =>
  drawFaults(new Random(seed), count, hosts, { kafka: server, postgres: server }).map(({ name }) => name)

describe('the faults of a run', () => {
  it.each([1, 2, 3])('hurt every process before any of them twice, by seed %i', (seed) => {
    const hurt = (hosts: readonly string[], count: number) =>
      names(seed, count, hosts).map((name) => name.split(' ')[1])
    expect(hurt(['agencies'], 8).sort()).toEqual([...HUB, 'agencies'].sort())
    expect(hurt(EDGES, 12).sort()).toEqual([...HUB, ...EDGES].sort())
  })

  it('come each once before any comes twice', () => {
    const drawn = names(4, 200, EDGES)
    const all = new Set(drawn)
    expect(new Set(drawn.slice(0, all.size)).size).toBe(all.size)
    for (const edge of EDGES)
      for (const fault of [`SIGKILL ${edge} kept`, `SIGKILL ${edge} published`, `SIGSTOP ${edge}`])
        expect(all).toContain(fault)
    for (const fault of ['SIGKILL console', 'SIGSTOP console', 'SIGKILL identity', 'SIGSTOP identity'])
      expect(all).toContain(fault)
  })
})
