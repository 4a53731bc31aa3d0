import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Catalogue } from '#core/catalogue'
import { inUnits } from '#platform/postgres'
import { knownToUnits, readToldLife } from '#platform/published'
import type { Sight } from '../../apps/console/layout/sight.js'
import { messageModel } from '../../apps/console/messages/message-model.js'
import type { Doors } from './database.js'

/** An id is unique within its source only: two publishers may use the same, and neither learns of the other's. */
export function ofTwoMessages(doors: () => Doors): void {
  describe('of two messages that go by one id', () => {
    const AT = '2011-10-03T09:00:00Z'
    const catalogue = { units: new Map(), events: new Map(), obligations: [] } as unknown as Catalogue
    const ones: Sight = { units: ['ones/c'], whose: 'told' }
    const twos: Sight = { units: ['twos/c'], whose: 'told' }
    const ourNames = ['/ones', '/twos'].map((source) => ({ source, eventId: 'same' }))

    beforeAll(async () => {
      await doors().admin.query(`
      insert into register.fact (source, id, type, version, unit, subject, occurred_at, received_at, person, is_person, envelope,
          payload, topic, partition, message_offset)
        select '/' || o, 'same', o || '.told', 1, o || '/c', 'about:' || o, '${AT}', '${AT}', 'p-' || o, true, '{}', '{}', o, 0, 0
        from (values ('ones'), ('twos')) v(o);
      insert into register.outcome (topic, partition, message_offset, outcome, source, id, decided_at)
        select o, 0, 0, 'linked', '/' || o, 'same', '${AT}' from (values ('ones'), ('twos')) v(o);
      insert into exchange.fact_decision (partition, message_offset, source, event_id, occasion, outcome, concerned, shared, withheld)
        select 0, 10 + n, '/' || o, 'same', 'published', 'decided', 1, 0, 1 from (values (1, 'ones'), (2, 'twos')) v(n, o);
      insert into exchange.disclosure (partition, position, entry)
        select 0, 10 + n, jsonb_build_object('offset', 10 + n, 'eventId', 'same', 'source', '/' || o, 'person', 'p-' || o,
          'outcome', 'withheld', 'reason', 'why-' || o, 'occasion', 'published', 'unit', 'threes/c')
        from (values (1, 'ones'), (2, 'twos')) v(n, o);
      insert into reconciler.obligation_case (case_key, rule, state)
        select 'case-' || o, 'rule-' || o, jsonb_build_object('onePer', jsonb_build_object('order', o)) from (values ('ones'), ('twos')) v(o);
      insert into reconciler.evidence (case_key, source, event_id, role, clock, item, rule_version, watch, row)
        select 'case-' || o, '/' || o, 'same', 'opens', 0, '', 1, 0, '{}' from (values ('ones'), ('twos')) v(o);`)
    })

    const seenBy = async (sight: Sight): Promise<object | undefined> =>
      inUnits(doors().as('console'), sight.units, async (db) => {
        const life = await readToldLife(db, sight.whose, 'same')
        return messageModel({ eventId: 'same', life, told: new Set() }, catalogue)
      })

    it('each publisher is shown its own, with every decision about it, and nothing of the other’s', async () => {
      for (const [sight, own, other] of [[ones, 'ones', 'twos'] as const, [twos, 'twos', 'ones'] as const]) {
        const seen = await seenBy(sight)
        expect(seen).toMatchObject({
          facts: [{ type: `${own}.told`, subject: `about:${own}` }],
          outcomes: [{ outcome: 'linked' }],
          sharing: [{ unit: 'threes/c', reason: `why-${own}` }],
          others: 0,
          obligations: [{ rule: `rule-${own}` }],
        })
        expect(JSON.stringify(seen)).not.toContain(other)
      }
    })

    it('neither is shown to a unit that said none and was told of none, and both to an auditor', async () => {
      expect(await seenBy({ units: ['threes/d'], whose: 'told' })).toBeUndefined()
      expect(await seenBy({ units: [], whose: 'all' })).toMatchObject({ facts: [{}, {}], sharing: [{}, {}] })
    })

    it('each is known to its own publisher alone', async () => {
      for (const [{ units }, name] of [[ones, '/ones same'] as const, [twos, '/twos same'] as const])
        expect([
          ...(await inUnits(doors().as('console'), units, (db) => knownToUnits(db, ourNames))),
        ]).toEqual([name])
    })
  })
}
