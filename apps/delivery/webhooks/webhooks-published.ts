import type { MigrationInterface, QueryRunner } from 'typeorm'
import { publish } from '#platform/postgres'

/** How webhooks go and what each still owes; never where they lead, and never what signs them. */
export class WebhooksPublished1700000000102 implements MigrationInterface {
  name = 'WebhooksPublished1700000000102'

  async up(runner: QueryRunner): Promise<void> {
    const state = ['receiver', 'organisation', 'unit', 'state', 'code', 'fed_position', 'failing_since']
    await runner.query(
      publish({
        app: 'delivery',
        name: 'webhook_state',
        columns: [...state, 'paused_until', 'waiting', 'failing_lanes', 'parked_lanes'],
      }) +
        publish({ app: 'delivery', name: 'webhook_work', columns: ['receiver', 'lane', 'position'] }) +
        publish({
          app: 'delivery',
          name: 'webhook_lane',
          columns: ['receiver', 'lane', 'state', 'due_at', 'attempts', 'failing_since', 'code'],
        }),
    )
  }

  async down(): Promise<void> {}
}
