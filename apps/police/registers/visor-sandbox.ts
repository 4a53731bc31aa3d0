import type { Client, Pool } from '#platform/postgres'

/** A sandbox that stands for ViSOR's orders: keeps the rows that went by, so that the real thing is plainly elsewhere. */
export class VisorSandbox {
  constructor(private readonly pool: Pool) {}

  async load(rows: readonly Record<string, unknown>[], client: Pool | Client = this.pool): Promise<void> {
    await client.query(
      `insert into sandbox_visor_order (visor_ref, court_code, order_id, data)
       select r->>'visorRef', r->>'courtCode', upper(r->>'orderId'), r
       from jsonb_array_elements($1::jsonb) r on conflict do nothing`,
      [JSON.stringify(rows)],
    )
  }
}
