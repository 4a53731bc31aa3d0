import type { ChainHead, LedgerRow } from '#core/ledger'
import { chain, commitmentTo, emptyChain, saltOf } from '#core/ledger'
import { type Decision, ledgerEntryOf, type Occasion } from '#core/sharing'
import type { Client, Writes } from '#platform/postgres'

/** One partition's chain of decisions while a batch is decided; it moves in the batch's transaction. */
export class Ledger {
  private rows: LedgerRow[] = []
  private shared = 0

  private constructor(
    private readonly partition: number,
    private head: ChainHead,
    private readonly secret: Buffer,
    private readonly catalogue: string,
  ) {}

  /** The partition's batches come one after the other, so its head cannot move meanwhile. */
  static async open(client: Client, partition: number, secret: Buffer, catalogue: string): Promise<Ledger> {
    const { rows } = await client.query<{ position: number; hash: string }>({
      name: 'ledger-head',
      text: 'select position, hash from ledger_head where partition = $1',
      values: [partition],
    })
    return new Ledger(partition, { ...emptyChain(partition), ...rows[0] }, secret, catalogue)
  }

  /** Enters a decision. @returns the reference that travels with the copy: `<partition>/<position>` */
  enter(decision: Decision, offer: Occasion, offset: number): string {
    const { source, id: eventId } = offer.message.envelope
    const copied = { source, eventId, unit: decision.unit, occasion: offer.occasion }
    const commitment =
      decision.outcome === 'shared' ? commitmentTo(saltOf(this.secret, copied), decision.copy) : null
    const position = this.head.position + 1
    const place = { partition: this.partition, position, offset, commitment }
    const row = chain(this.head.hash, ledgerEntryOf(decision, offer, this.catalogue, place))
    this.rows.push(row)
    this.head = { partition: this.partition, position, hash: row.hash }
    if (decision.outcome === 'shared') this.shared += 1
    return `${this.partition}/${position}`
  }

  /** Writes what was entered since the last time. */
  write(writes: Writes): void {
    if (this.rows.length === 0) return
    const rows = this.rows
    const shared = this.shared
    this.rows = []
    this.shared = 0
    writes.send({
      name: 'write-disclosures',
      text: `insert into disclosure (partition, position, entry)
        select (e->>'partition')::int, (e->>'position')::bigint, e from jsonb_array_elements($1::jsonb) e`,
      values: [JSON.stringify(rows)],
    })
    writes.send({
      name: 'move-ledger-head',
      text: `insert into ledger_head (partition, position, hash, shared) values ($1, $2, $3, $4)
        on conflict (partition) do update
        set position = excluded.position, hash = excluded.hash, shared = ledger_head.shared + excluded.shared`,
      values: [this.partition, this.head.position, this.head.hash, shared],
    })
  }
}
