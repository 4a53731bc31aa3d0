/** What a pretended register does to the next transaction about an order, instead of what it should. */
export type Misdeed =
  | { does: 'lose' }
  | { does: 'reject' }
  | { does: 'apply-wrongly' }
  /** Holds it back for so many days. */
  | { does: 'delay'; days: number }

/** An instruction to a sandbox register: once, for one order. */
export type Misbehaviour = Misdeed & { courtCode: string; orderId: string }
