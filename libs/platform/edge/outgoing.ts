import { storableJson } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import type { Client, Pool } from '#platform/postgres'
import type { Logger } from '#platform/telemetry'
import type { HubClient } from './hub-client.js'

/** Statements for a migration of the app's schema. */
export const OUTGOING_TABLE = `
  create table outgoing (
    position bigint generated always as identity primary key,
    id text not null unique,
    event jsonb not null,
    state text not null default 'waiting' check (state in ('waiting', 'published', 'refused')),
    faults jsonb
  );
  create index outgoing_waiting on outgoing (position) where state = 'waiting';
`

const AT_A_TIME = 500

/** Facts that an agency has decided on by itself, kept with what they follow from until the hub has them. */
export class Outgoing {
  constructor(
    private readonly pool: Pool,
    private readonly hub: HubClient,
    private readonly logger: Logger,
  ) {}

  /** Keeps facts, each id once. @returns how many were not kept before */
  async keep(client: Client, events: readonly CloudEventJson[]): Promise<number> {
    if (events.length === 0) return 0
    const { rowCount } = await client.query(
      `insert into outgoing (id, event) select e->>'id', e from jsonb_array_elements($1::jsonb) e on conflict do nothing`,
      [JSON.stringify(events)],
    )
    return rowCount ?? 0
  }

  /**
   * Publishes what waits, in order. A fact that the hub refuses is set aside with its faults and holds nothing up: the
   * agency's own people must look at it.
   */
  async publish(): Promise<{ published: number; refused: number }> {
    const total = { published: 0, refused: 0 }
    for (;;) {
      const { rows } = await this.pool.query<{ position: number; event: CloudEventJson }>(
        `select position, event from outgoing where state = 'waiting' order by position limit $1`,
        [AT_A_TIME],
      )
      if (rows.length === 0) return total
      const receipts = await this.hub.publish(rows.map(({ event }) => event))
      const outcomes = rows.map(({ position }, place) => {
        const refused = receipts[place]?.status === 'refused'
        return { position, state: refused ? 'refused' : 'published', faults: receipts[place]?.faults ?? null }
      })
      await this.pool.query(
        `update outgoing o set state = n->>'state', faults = nullif(n->'faults', 'null'::jsonb)
         from jsonb_array_elements($1::jsonb) n where o.position = (n->>'position')::bigint`,
        [storableJson(outcomes)],
      )
      const refused = outcomes.filter(({ state }) => state === 'refused').length
      if (refused > 0) this.logger.error({ code: 'HUB_EDGE_FACT_REFUSED', refused })
      total.refused += refused
      total.published += outcomes.length - refused
    }
  }
}
