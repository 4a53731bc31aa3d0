import { type HubClient, passRegister, type RegisterAnswer } from '#platform/edge'
import type { ResultCodes } from '../events/result-codes.js'
import { REGISTER_COLUMNS, registerRow } from './register-row.js'

/** Courts' registers of prevention orders, passed on to the hub in its own terms. */
export class CourtRegisters {
  constructor(
    private readonly hub: HubClient,
    private readonly codes: ResultCodes,
  ) {}

  /** @throws Problem 422 HUB_EDGE_REGISTER_COLUMNS, HubError from the hub */
  pass(stream: AsyncIterable<Uint8Array>, courtCode: string, asAt: string): Promise<RegisterAnswer> {
    const register = {
      columns: REGISTER_COLUMNS,
      type: 'courts.prevention-order.made',
      unit: `courts/${courtCode.toLowerCase()}`,
      translate: (cells: Readonly<Record<string, string | undefined>>) =>
        registerRow(cells, courtCode, this.codes),
    }
    return passRegister(this.hub, register, stream, asAt)
  }
}
