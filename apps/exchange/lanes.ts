import { keyedHash } from '#core/ledger'

/** 64 bits: two people in one lane only wait for each other. */
const LANE_CHARS = 16

/** Names one person's copies to whoever hands them over, and lets no two organisations find out that they speak of one. */
export class Lanes {
  private readonly known = new Map<string, string>()

  constructor(private readonly secret: Buffer) {}

  of(organisation: string, person: string): string {
    const name = `lane ${organisation} ${person}`
    let lane = this.known.get(name)
    if (lane === undefined) {
      lane = keyedHash(this.secret, name).toString('hex', 0, LANE_CHARS / 2)
      this.known.set(name, lane)
    }
    return lane
  }
}
