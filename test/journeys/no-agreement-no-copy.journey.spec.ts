import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { anOrderMade } from '#testkit/builders'
import { CONTRACTS_DIR } from '#testkit/catalogue'
import { contractsDirectory, type ContractsDirectory, copiesTo, Hub, Publisher } from '#testkit/harness'
import { interlock } from '../../tools/interlock/interlock.fixture.js'

jest.setTimeout(180_000)

const AGREEMENT = 'agreements/courts-to-pnc-bureau.yaml'
const BUREAU = 'police/pnc-bureau'
const BEFORE = 'made-B01FA-2011-0001'
const AFTER = 'made-B01FA-2011-0002'

interface Entry {
  unit: string
  outcome: string
  reason: string | null
  by: string | null
  agreements: string[]
}

describe('an agreement that ends', () => {
  let contracts: ContractsDirectory
  let hub: Hub

  beforeAll(async () => {
    const agreement = readFileSync(join(CONTRACTS_DIR, AGREEMENT), 'utf8')
    const ending = agreement.replace('inForce: from 2004-05-01', 'inForce: from 2004-05-01 until 2011-10-15')
    contracts = contractsDirectory({ files: { [AGREEMENT]: ending } })
    hub = await Hub.start({
      apps: ['intake', 'register', 'exchange', 'reconciler', 'delivery'],
      contracts: contracts.path,
    })
    const publisher = await Publisher.connect(hub)
    // the fifteenth begins in London at 23:00 UTC; what is heard a second before is still covered
    await hub.moveTo('2011-10-14T22:59:59Z')
    await publisher.facts('courts', anOrderMade({ orderId: '2011-0001', madeOn: '2011-10-14' }))
    await hub.moveTo('2011-10-14T23:00:00Z')
    await publisher.facts('courts', anOrderMade({ orderId: '2011-0002', madeOn: '2011-10-14' }))
    await hub.moveTo('2011-10-14T23:00:01Z')
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

  it('stops its copies at that instant of stream time, and says so in the ledger', async () => {
    const ofBureau = async (eventId: string) => (await entriesOf(eventId)).find(({ unit }) => unit === BUREAU)
    expect(await ofBureau(BEFORE)).toMatchObject({ outcome: 'shared', agreements: ['courts-to-pnc-bureau'] })
    expect(await ofBureau(AFTER)).toMatchObject({
      outcome: 'withheld',
      reason: 'no-agreement-in-force',
      by: 'courts-to-pnc-bureau',
      agreements: [],
    })
    const copies = await copiesTo(hub, BUREAU, 'courts.prevention-order.made')
    expect(copies.map(({ id }) => id)).toEqual([BEFORE])
  })

  it('leaves every other agreement as it was', async () => {
    const others = async (eventId: string) =>
      (await entriesOf(eventId))
        .filter(({ unit }) => unit !== BUREAU)
        .map(({ unit, outcome }) => [unit, outcome])
    expect(await others(AFTER)).toEqual(await others(BEFORE))
    expect(await others(AFTER)).toContainEqual(['police/central-jigsaw', 'shared'])
  })

  it('is what the operator is told who asks for the life of the message', async () => {
    const { code, out, errors } = await interlock(hub, [
      'explain',
      AFTER,
      '--json',
      '--organisation',
      'police',
    ])
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    const { decisions } = JSON.parse(out) as { decisions: { entries: Entry[] }[] }
    expect(decisions.flatMap(({ entries }) => entries)).toContainEqual(
      expect.objectContaining({
        unit: BUREAU,
        outcome: 'withheld',
        reason: 'no-agreement-in-force',
        by: 'courts-to-pnc-bureau',
      }),
    )
    const story = await interlock(hub, ['explain', AFTER])
    expect(story.out).toMatch(/police\/pnc-bureau: withheld, no-agreement-in-force .*courts-to-pnc-bureau/)
  })
})
