/** What a sandbox register does to the next transaction about something, instead of what it should. */
export type Misdeed =
  | { does: 'lose' }
  | { does: 'reject' }
  | { does: 'apply-wrongly' }
  /** Holds it back for so many days. */
  | { does: 'delay'; days: number }

/** An instruction to a sandbox register: once, about one thing under the register's own key. */
export type Misbehaviour = Misdeed & { about: string }
