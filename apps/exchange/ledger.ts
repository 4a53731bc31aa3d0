import type { ChainHead, LedgerRow } from '#core/ledger'
import { chain, commitmentTo, emptyChain, saltOf } from '#core/ledger'
import { type Decision, ledgerEntryOf, type Occasion } from '#core/sharing'
import type { Client, Writes } from '#platform/postgres'

/** The partitions' chains of decisions while facts are decided; they move in the same transaction. */
export class Ledger {
  private rows: LedgerRow[] = []
  private readonly moved = new Map<number, { head: ChainHead; shared: number }>()

  private constructor(
    private readonly heads: Map<number, ChainHead>,
    private readonly secret: Buffer,
    private readonly catalogue: string,
  ) {}

  /** A partition's batches come one after the other, so its head cannot move meanwhile. */
  static async open(
    client: Client,
    partitions: readonly number[],
    secret: Buffer,
    catalogue: string,
  ): Promise<Ledger> {
    const { rows } = await client.query<ChainHead>({
      name: 'ledger-heads',
      text: 'select partition, position, hash from ledger_head where partition = any($1)',
      values: [partitions],
    })
    const heads = new Map(partitions.map((partition) => [partition, emptyChain(partition)]))
    for (const head of rows) heads.set(head.partition, head)
    return new Ledger(heads, secret, catalogue)
  }

  /** Enters a decision. @returns the reference that travels with the copy: `<partition>/<position>` */
  enter(decision: Decision, offer: Occasion, at: { partition: number; offset: number }): string {
    const { partition, offset } = at
    const before = this.heads.get(partition)!
    const { source, id: eventId } = offer.message.envelope
    const copied = { source, eventId, unit: decision.unit, occasion: offer.occasion }
    const commitment =
      decision.outcome === 'shared' ? commitmentTo(saltOf(this.secret, copied), decision.copy) : null
    const position = before.position + 1
    const place = { partition, position, offset, commitment }
    const row = chain(before.hash, ledgerEntryOf(decision, offer, this.catalogue, place))
    this.rows.push(row)
    const head = { partition, position, hash: row.hash }
    this.heads.set(partition, head)
    const shared = (this.moved.get(partition)?.shared ?? 0) + (decision.outcome === 'shared' ? 1 : 0)
    this.moved.set(partition, { head, shared })
    return `${partition}/${position}`
  }

  /** Writes what was entered since the last time. */
  write(writes: Writes): void {
    if (this.rows.length === 0) return
    const rows = this.rows
    const moved = [...this.moved.values()].sort((one, other) => one.head.partition - other.head.partition)
    this.rows = []
    this.moved.clear()
    writes.send({
      name: 'write-disclosures',
      text: `insert into disclosure (partition, position, entry)
        select (e->>'partition')::int, (e->>'position')::bigint, e from jsonb_array_elements($1::jsonb) e`,
      values: [JSON.stringify(rows)],
    })
    writes.send({
      name: 'move-ledger-heads',
      text: `insert into ledger_head (partition, position, hash, shared)
        select * from unnest($1::int[], $2::bigint[], $3::text[], $4::bigint[])
        on conflict (partition) do update
        set position = excluded.position, hash = excluded.hash, shared = ledger_head.shared + excluded.shared`,
      values: [
        moved.map(({ head }) => head.partition),
        moved.map(({ head }) => head.position),
        moved.map(({ head }) => head.hash),
        moved.map(({ shared }) => shared),
      ],
    })
  }
}
