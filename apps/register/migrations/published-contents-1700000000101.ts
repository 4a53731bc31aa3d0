import type { MigrationInterface, QueryRunner } from 'typeorm'
import { publish, withholdFromConsole } from '#platform/postgres'

/** The console reads of a fact that it is there; of the hub's own facts what its pages and laws go by; and no identifier. */
export class PublishedContents1700000000101 implements MigrationInterface {
  name = 'PublishedContents1700000000101'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create view acknowledgement as
         select topic, partition, message_offset, received_at, source, id, ${members(
           ...['recipient', 'copy_id', 'copy_source', 'occasion'],
         )}
         from fact where type = 'hub.copy.acknowledged' and source = '/hub/delivery' and payload is json object;
       create view difference as
         select source, id, ${members('comparison', 'key')},
           case when payload is json object then payload::jsonb->'uploads' end as uploads
         from fact where type = 'hub.difference.found' and payload is json object;
      ` +
        publish({
          app: 'register',
          name: 'acknowledgement',
          columns: [
            ...['topic', 'partition', 'message_offset', 'received_at', 'source', 'id'],
            ...['recipient', 'copy_id', 'copy_source', 'occasion'],
          ],
        }) +
        publish({
          app: 'register',
          name: 'difference',
          columns: ['source', 'id', 'comparison', 'key', 'uploads'],
        }) +
        withholdFromConsole('register', 'fact', ['payload']) +
        withholdFromConsole('register', 'identifier', ['value']),
    )
  }

  async down(): Promise<void> {}
}

/** Members of the payload as columns; asked of nothing that cannot have them, in whatever order the planner asks. */
function members(...columns: string[]): string {
  return columns
    .map((column) => {
      const member = column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
      return `case when payload is json object then payload::jsonb->>'${member}' end as ${column}`
    })
    .join(', ')
}
