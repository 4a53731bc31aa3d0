import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { chain, emptyChain, genesis, verifyChain } from './chain.js'
import { commitmentTo, keyedHash, saltOf } from './commitment.js'
import type { LedgerEntry, LedgerRow } from './entry.js'
import { inclusionProof, merkleRoot, verifyInclusion } from './merkle.js'
import { seal, sealProof, verifySeal } from './seal.js'

const text = fc.string({ maxLength: 12 })
const texts = fc.array(text, { maxLength: 3 })

const content = fc.record({
  offset: fc.nat(),
  eventId: text,
  source: text,
  event: text,
  person: text,
  unit: text,
  occasion: text,
  outcome: fc.constantFrom('shared' as const, 'withheld' as const),
  reason: fc.option(text),
  by: fc.option(text),
  agreements: texts,
  purposes: texts,
  fields: texts,
  withheldFields: texts,
  step: fc.option(text),
  catalogue: text,
  decidedAt: fc.nat(),
  commitment: fc.option(text),
})

const ledger = (min: number) => fc.array(content, { minLength: min, maxLength: 8 }).map(linked)

function linked(entries: readonly Omit<LedgerEntry, 'partition' | 'position'>[]): LedgerRow[] {
  let previous = genesis(3)
  return entries.map((entry, i) => {
    const row = chain(previous, { ...entry, partition: 3, position: i + 1 })
    previous = row.hash
    return row
  })
}

function headOf(rows: readonly LedgerRow[]) {
  const last = rows.at(-1)
  return last ? { partition: 3, position: last.position, hash: last.hash } : emptyChain(3)
}

const verify = (rows: LedgerRow[], until = headOf(rows)) => verifyChain(rows, { partition: 3, until })

describe('the disclosure chain', () => {
  it('verifies as written, and gives the head that the next row is linked to', () => {
    fc.assert(
      fc.property(ledger(0), (rows) => {
        expect(verify(rows)).toEqual({ ok: true, head: headOf(rows) })
      }),
    )
  })

  it('is the same after a trip through JSON, as through a table', () => {
    fc.assert(
      fc.property(ledger(1), (rows) => {
        expect(verify(JSON.parse(JSON.stringify(rows)))).toMatchObject({ ok: true })
      }),
    )
  })

  it('shows any single field that was altered, at its row', () => {
    const keys = Object.keys(linked([fc.sample(content, 1)[0]!])[0]!) as (keyof LedgerRow)[]
    fc.assert(
      fc.property(ledger(1), fc.nat(), fc.constantFrom(...keys), (rows, at, key) => {
        const i = at % rows.length
        const tampered = rows.with(i, { ...rows[i]!, [key]: tamperedValue(rows[i]![key]) } as LedgerRow)
        expect(verify(tampered, headOf(rows))).toMatchObject({ ok: false, partition: 3, position: i + 1 })
      }),
    )
  })

  it('shows any single row that was deleted, the last one against the recorded head', () => {
    fc.assert(
      fc.property(ledger(1), fc.nat(), (rows, at) => {
        const i = at % rows.length
        expect(verify(rows.toSpliced(i, 1), headOf(rows))).toMatchObject({
          ok: false,
          position: i + 1,
          breakage: 'missing',
        })
      }),
    )
  })

  it('shows any two rows that changed places', () => {
    fc.assert(
      fc.property(ledger(2), fc.nat(), fc.nat(), (rows, a, b) => {
        const [i, j] = [a % rows.length, b % rows.length].toSorted((x, y) => x - y) as [number, number]
        fc.pre(i !== j)
        const swapped = rows.with(i, rows[j]!).with(j, rows[i]!)
        expect(verify(swapped, headOf(rows))).toMatchObject({ ok: false, position: i + 1 })
      }),
    )
  })

  it('shows a row that was made good with a hash of its own, at the row after it', () => {
    fc.assert(
      fc.property(ledger(2), (rows) => {
        const forged = chain(rows[0]!.previous, { ...rows[0]!, unit: `${rows[0]!.unit}x` })
        expect(verify(rows.with(0, forged))).toMatchObject({ ok: false, position: 2, breakage: 'unlinked' })
      }),
    )
  })

  it('shows a chain that was written anew from some row on, against the recorded head', () => {
    fc.assert(
      fc.property(ledger(1), (rows) => {
        const rewritten = linked(rows.map((row) => ({ ...row, unit: `${row.unit}x` })))
        expect(verify(rewritten, headOf(rows))).toMatchObject({ ok: false, breakage: 'other-head' })
      }),
    )
  })
})

describe('a commitment', () => {
  const secret = Buffer.from('a secret of the hub')
  const copied = { source: '/courts/libra', eventId: 'e1', unit: 'police/a', occasion: 'published' }

  it('is the same on every replay, and another for another unit, occasion or secret', () => {
    const of = (change: object, key = secret) =>
      commitmentTo(saltOf(key, { ...copied, ...change }), Buffer.from('{"a":1}'))
    expect(of({})).toBe(of({}))
    expect(
      new Set([of({}), of({ unit: 'police/b' }), of({ occasion: 'owner' }), of({}, Buffer.from('x'))]).size,
    ).toBe(4)
  })

  it('is salted by HMAC-SHA-256, whatever the length of the secret', () => {
    for (const key of [secret, Buffer.alloc(0), Buffer.alloc(64, 'k'), Buffer.alloc(200, 'k')])
      expect(keyedHash(key, 'a text, ü €')).toEqual(createHmac('sha256', key).update('a text, ü €').digest())
  })

  it('does not confuse parts that run together', () => {
    const salt = (change: object) => saltOf(secret, { ...copied, ...change }).toString('hex')
    expect(salt({ source: 'ab', eventId: 'c' })).not.toBe(salt({ source: 'a', eventId: 'bc' }))
  })
})

describe("a day's seal", () => {
  const heads = fc
    .uniqueArray(fc.record({ partition: fc.nat(11), position: fc.nat(), hash: text }), {
      selector: (head) => head.partition,
      minLength: 1,
    })
    .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })))

  it('is the same in whatever order the heads come', () => {
    fc.assert(
      fc.property(heads, ([list, shuffled]) => {
        expect(seal('2011-10-03', shuffled)).toEqual(seal('2011-10-03', list))
        expect(verifySeal(seal('2011-10-03', list), shuffled)).toEqual({ ok: true })
      }),
    )
  })

  it('names the partition whose head is another, is gone, or was not sealed', () => {
    fc.assert(
      fc.property(heads, fc.nat(), ([list], at) => {
        const head = list[at % list.length]!
        const sealed = seal('2011-10-03', list)
        const others = list.filter((one) => one !== head)
        const refusal = { ok: false, partition: head.partition }
        expect(verifySeal(sealed, [...others, { ...head, hash: `${head.hash}x` }])).toMatchObject(refusal)
        expect(verifySeal(sealed, [...others, { ...head, position: head.position + 1 }])).toMatchObject(
          refusal,
        )
        expect(verifySeal(sealed, others)).toMatchObject(refusal)
        expect(verifySeal(seal('2011-10-03', others), list)).toMatchObject(refusal)
      }),
    )
  })

  it('shows its own alteration', () => {
    fc.assert(
      fc.property(heads, ([list]) => {
        const sealed = seal('2011-10-03', list)
        expect(verifySeal({ ...sealed, day: '2011-10-04' }, list)).toMatchObject({
          ok: false,
          partition: null,
        })
      }),
    )
  })

  it("proves one partition's head to a third party", () => {
    fc.assert(
      fc.property(heads, ([list]) => {
        const sealed = seal('2011-10-03', list)
        const { leaf, proof } = sealProof(sealed, list[0]!.partition)!
        expect(verifyInclusion(sealed.digest, leaf, proof)).toBe(true)
        expect(verifyInclusion(sealed.digest, `${leaf} `, proof)).toBe(false)
      }),
    )
  })
})

describe('a Merkle tree', () => {
  it('proves every leaf, and no other in its place', () => {
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 20 }), fc.nat(), (leaves, at) => {
        const i = at % leaves.length
        const root = merkleRoot(leaves)
        const proof = inclusionProof(leaves, i)!
        expect(verifyInclusion(root, leaves[i]!, proof)).toBe(true)
        expect(verifyInclusion(root, `${leaves[i]}x`, proof)).toBe(false)
        expect(inclusionProof(leaves, leaves.length)).toBeUndefined()
      }),
    )
  })
})

function tamperedValue(value: LedgerRow[keyof LedgerRow]): unknown {
  if (Array.isArray(value)) return [...value, 'x']
  if (typeof value === 'number') return value + 1
  return value === null ? 'x' : `${String(value)}x`
}
