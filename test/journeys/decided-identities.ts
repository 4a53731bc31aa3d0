import { expect, it } from '@jest/globals'
import { pncId } from '#core/identifiers'
import { personKeyOf } from '#core/persons'
import { LAWS, lawsBroken, readGaps } from '#platform/published'
import type { EventWish } from '#testkit/builders'
import type { Hub } from '#testkit/harness'

interface World {
  hub: () => Hub
  /** Stream time. */
  now: () => string
  say: (organisation: string, ...wishes: EventWish[]) => Promise<void>
  made: (orderId: string, person: object) => EventWish
  rows: (sql: string, ...values: unknown[]) => Promise<Record<string, unknown>[]>
}

const keyOf = ({ source, id }: EventWish): string => personKeyOf(source, id)

/** What is promised of two people in an identity conflict once somebody has decided who they are. */
export function aPersonDecides({ hub, now, say, made, rows }: World): void {
  const decided = (conflictId: unknown, decision: 'one' | 'apart', person: string): EventWish => ({
    type: 'hub.identity.decided',
    id: `${decision}-${String(conflictId)}-${person}`,
    unit: 'hub/operations',
    source: '/hub/operations',
    subject: `person:${person}`,
    time: now(),
    data: {
      conflictId,
      decision,
      decidedBy: 'police/central-jigsaw',
      says: 'The registers were looked at.',
    },
  })
  const conflictOf = async (...people: string[]): Promise<unknown> =>
    (await rows('select conflict from register.identity_conflict where between_persons = $1', people))[0]?.[
      'conflict'
    ]
  const doubts = async (): Promise<boolean[]> =>
    (await readGaps(hub().pool, { rule: 'RR-83', limit: 10 })).map(({ isOpen }) => isOpen)
  const whoIs = async (wish: EventWish): Promise<Record<string, unknown>[]> =>
    rows('select person from register.fact where id = $1', wish.id)
  const aliasesOf = async (people: string[]): Promise<unknown[]> => {
    const found = ['register', 'exchange', 'reconciler'].map((schema) =>
      rows(`select person, survivor from ${schema}.person_alias where person = any($1)`, people),
    )
    return Promise.all(found)
  }

  it('that they are one, they are one in every app, and so is whoever is told of', async () => {
    const one = made('2011-0015', { pnc: pncId(2006, 66) })
    const other = made('2011-0016', { pnc: pncId(2007, 77), noms: 'B3456CD' })
    await say('courts', one)
    await say('courts', other)
    await say('courts', made('2011-0017', { pnc: pncId(2006, 66), noms: 'B3456CD' }))
    const [survivor, loser] = [keyOf(one), keyOf(other)]
    const conflict = await conflictOf(...[survivor, loser].sort())
    const before = await doubts()
    const ofNobody = decided(conflict, 'one', 'nobody')
    await say('hub', ofNobody)
    expect(await rows('select outcome, code from register.outcome where id = $1', ofNobody.id)).toEqual([
      { outcome: 'refused', code: 'HUB_DECISION_NO_DOUBT' },
    ])
    expect(await doubts()).toEqual(before)
    await say('hub', decided(conflict, 'one', loser))
    const merged = [{ person: loser, survivor }]
    expect(await aliasesOf([survivor, loser])).toEqual([merged, merged, merged])
    expect((await doubts()).filter((isOpen) => isOpen).length).toBe(
      before.filter((isOpen) => isOpen).length - 1,
    )
    const later = made('2011-0018', { pnc: pncId(2007, 77) })
    await say('courts', later)
    expect(await whoIs(later)).toEqual([{ person: survivor }])
  })

  it('that they are two, the same bridge opens no gap again and merges nothing', async () => {
    const one = made('2011-0051', { pnc: pncId(2008, 88) })
    const other = made('2011-0052', { pnc: pncId(2009, 99), noms: 'B4567CD' })
    const bridge = (orderId: string): EventWish => made(orderId, { pnc: pncId(2008, 88), noms: 'B4567CD' })
    await say('courts', one)
    await say('courts', other)
    await say('courts', bridge('2011-0053'))
    const people = [keyOf(one), keyOf(other)]
    const inDoubt = await doubts()
    await say('hub', decided(await conflictOf(...people.sort()), 'apart', keyOf(one)))
    const settled = await doubts()
    expect(settled.filter((isOpen) => isOpen).length).toBe(inDoubt.filter((isOpen) => isOpen).length - 1)
    const again = bridge('2011-0054')
    await say('courts', again)
    expect(await doubts()).toEqual(settled)
    expect(await aliasesOf(people)).toEqual([[], [], []])
    expect(await whoIs(again)).toEqual([{ person: keyOf(one) }])
  })

  it('every law of conservation holds after both', async () => {
    expect(await lawsBroken(hub().pool, LAWS, { fromAt: null, toAt: null })).toEqual([])
  })
}
