import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { contractsDirectory, type ContractsDirectory, copiesTo, Hub, Publisher } from '#testkit/harness'
import { interlock } from '../../tools/interlock/interlock.fixture.js'
import { changedAgreements, DENIALS, SHARED } from './denials.js'
import { MOMENTS } from './denied-facts.js'

jest.setTimeout(300_000)

interface Entry {
  unit: string
  outcome: string
  reason: string | null
  by: string | null
  agreements: string[]
}

describe('no agreement, no copy', () => {
  let contracts: ContractsDirectory
  let hub: Hub

  beforeAll(async () => {
    contracts = contractsDirectory({ files: changedAgreements() })
    hub = await Hub.start({
      apps: ['intake', 'register', 'exchange', 'reconciler', 'delivery'],
      contracts: contracts.path,
    })
    const publisher = await Publisher.connect(hub)
    for (const { at, said } of MOMENTS) {
      await hub.moveTo(at)
      for (const [organisation, wish] of said) await publisher.facts(organisation, wish)
    }
    await hub.moveTo('2013-11-01T00:00:01Z')
    await publisher.close()
  })
  afterAll(async () => {
    await hub?.stop()
    contracts?.remove()
  })

  const entriesOf = async (eventId: string): Promise<Entry[]> => {
    const { rows } = await hub.pool.query<{ entry: Entry }>(
      'select entry from exchange.disclosure where event_id = $1 order by unit',
      [eventId],
    )
    return rows.map(({ entry }) => entry)
  }

  it('has heard every fact, and parked none', async () => {
    const said = MOMENTS.flatMap((moment) => moment.said.map(([, { id }]) => id))
    const { rows } = await hub.pool.query<{ id: string }>('select id from register.fact where id = any($1)', [
      said,
    ])
    expect(rows.map(({ id }) => id).sort()).toEqual([...said].sort())
    const parked = await hub.pool.query('select 1 from exchange.fact_decision where outcome <> $1', [
      'decided',
    ])
    expect(parked.rows).toEqual([])
  })

  it.each(DENIALS)(
    'denies %s: in the ledger with the reason, and in no inbox',
    async (_, fact, unit, reason, by) => {
      const entry = (await entriesOf(fact)).find((one) => one.unit === unit)
      expect(entry).toMatchObject({ outcome: 'withheld', reason, agreements: [] })
      expect(entry!.by).toContain(by)
      const copies = await copiesTo(hub, unit)
      expect(copies.filter(({ id }) => id === fact)).toEqual([])
    },
  )

  it.each(SHARED)('gives %s to %s, with exactly what the agreement lists', async (fact, unit, members) => {
    const copies = (await copiesTo(hub, unit)).filter(({ id }) => id === fact)
    expect(copies.map(({ data }) => Object.keys(data).sort())).toEqual([members])
  })

  it('lets no other copy show that there is a victim', async () => {
    expect((await entriesOf('victim')).map(({ outcome }) => outcome)).not.toContain('shared')
    const { rows } = await hub.pool.query(
      `select 1 from delivery.copy where convert_from(data, 'UTF8') like '%Sample-Victim%'`,
    )
    expect(rows).toEqual([])
  })

  it('tells the unit that keeps the registry what is missing, until somebody signs, and which review is near', async () => {
    const told = await copiesTo(hub, 'police/issu')
    const receivers = (type: string) =>
      told.filter((copy) => copy.type === type).map(({ data }) => data['receiver'])
    const denied = DENIALS.flatMap(([, , unit, reason]) => (reason === 'no-agreement-in-force' ? [unit] : []))
    expect(receivers('hub.agreement.lacked')).toEqual(expect.arrayContaining(denied))
    expect(receivers('hub.agreement.restored')).toEqual(
      expect.arrayContaining(['immigration/criminal-casework', 'marac-partners/domestic-abuse-advice']),
    )
    const gaps = told.filter(({ type, data }) => type === 'hub.gap.opened' && data['rule'] === 'RR-43')
    const givers = gaps.map(({ data }) => (data['details'] as { giver: string }).giver)
    expect(givers).toEqual(expect.arrayContaining(['prisons/hyi', 'courts/b01fa', 'mappa-office/executive']))
    const reminders = told.filter(
      ({ type, data }) => type === 'hub.agreement-review.announced' && data['agreement'] === 'mappa-to-ukba',
    )
    expect(reminders.map(({ data }) => data['daysLeft'])).toEqual([90, 30, 7])
  })

  it('shows the publisher who received it and who did not, and why', async () => {
    const story = await interlock(hub, ['explain', 'order-after', '--json', '--organisation', 'police'])
    expect({ code: story.code, errors: story.errors }).toEqual({ code: 0, errors: '' })
    const { decisions } = JSON.parse(story.out) as { decisions: { entries: Entry[] }[] }
    const entries = decisions.flatMap((decision) => decision.entries)
    expect(entries).toContainEqual(
      expect.objectContaining({ unit: 'police/pnc-bureau', reason: 'no-agreement-in-force' }),
    )
    expect(entries).toContainEqual(
      expect.objectContaining({ unit: 'police/central-jigsaw', outcome: 'shared' }),
    )
    const told = await interlock(hub, ['explain', 'order-after'])
    expect(told.out).toMatch(/police\/pnc-bureau: withheld, no-agreement-in-force .*courts-to-pnc-bureau/)
  })

  it('leaves the conservation law in balance, and a ledger that holds until a row of it is altered', async () => {
    const balanced = await interlock(hub, ['conservation'])
    expect({ code: balanced.code, errors: balanced.errors }).toEqual({ code: 0, errors: '' })
    expect(await interlock(hub, ['ledger', 'verify'])).toMatchObject({ code: 0, errors: '' })
    const alter = (from: string, to: string) =>
      hub.pool.query(
        `update exchange.disclosure set entry = jsonb_set(entry, '{outcome}', to_jsonb($2::text))
         where event_id = 'record-of-pdp' and unit = 'probation/london' and entry->>'outcome' = $1`,
        [from, to],
      )
    expect((await alter('withheld', 'shared')).rowCount).toBe(1)
    const broken = await interlock(hub, ['ledger', 'verify'])
    expect(broken.code).toBe(1)
    expect(broken.errors).toContain('HUB_LEDGER_BROKEN')
    await alter('shared', 'withheld')
    expect(await interlock(hub, ['ledger', 'verify'])).toMatchObject({ code: 0 })
  })
})
