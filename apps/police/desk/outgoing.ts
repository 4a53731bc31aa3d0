import { HubError } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import type { HubClient } from '#platform/edge'
import type { Client, Pool } from '#platform/postgres'

const AT_A_TIME = 500

/** Facts that the desk has decided on, kept with what they follow from until the hub has them. */
export class Outgoing {
  constructor(
    private readonly pool: Pool,
    private readonly hub: HubClient,
  ) {}

  async keep(client: Client, events: readonly CloudEventJson[]): Promise<void> {
    if (events.length === 0) return
    await client.query(
      `insert into outgoing (id, event) select e->>'id', e from jsonb_array_elements($1::jsonb) e on conflict do nothing`,
      [JSON.stringify(events)],
    )
  }

  /** Publishes what is kept, in order. @throws HubError HUB_POLICE_FACT_REFUSED when the hub refuses one: it stays kept */
  async publish(): Promise<number> {
    let published = 0
    for (;;) {
      const { rows } = await this.pool.query<{ position: number; event: CloudEventJson }>(
        'select position, event from outgoing where not published order by position limit $1',
        [AT_A_TIME],
      )
      if (rows.length === 0) return published
      const receipts = await this.hub.publish(rows.map(({ event }) => event))
      const accepted = rows.filter((_, position) => receipts[position]?.status !== 'refused')
      await this.pool.query('update outgoing set published = true where position = any($1::bigint[])', [
        accepted.map(({ position }) => position),
      ])
      published += accepted.length
      const refused = receipts.find(({ status }) => status === 'refused')
      if (refused !== undefined)
        throw new HubError(
          'HUB_POLICE_FACT_REFUSED',
          `The hub refused a fact of the desk: ${refused.faults?.map(({ code, at }) => `${code} ${at ?? ''}`).join('; ')}.`,
          'after-repair',
        )
    }
  }
}
