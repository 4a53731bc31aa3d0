import type { PoolClient, QueryConfig } from 'pg'

/**
 * Statements of a transaction whose answers nobody needs: sent at once, in order, without waiting for one another, and looked at
 * together with the commit. A round trip less for each of them.
 */
export class Writes {
  private readonly sent: Promise<unknown>[] = []

  constructor(private readonly client: PoolClient) {}

  send(statement: QueryConfig): void {
    const answer = this.client.query(statement)
    // Its failure is told by `allDone`, or by the failure of whatever came before it.
    answer.catch(() => undefined)
    this.sent.push(answer)
  }

  /** @throws the error of the first statement that failed */
  async allDone(): Promise<void> {
    for (const answer of this.sent) await answer
  }
}
