import type { EventDataByName } from './events.generated.js'

/** `courts.prevention-order.made@1`: a contract, as CATALOGUE.md names it. */
export type ContractName = keyof EventDataByName & string

/** What a publisher says besides the data; the client fills in what follows from the contract. */
export interface EventHeading {
  /** Unique within `source`, for ever: the same id is the same fact. */
  id: string
  /** The publishing system: `/courts/libra`. */
  source: string
  /** `<scheme>:<value>`: `order:B01FA/2011-0042`, `crn:X123456`. */
  subject: string
  /** When it happened, RFC 3339 with a zone. */
  time: string
  /** The publishing unit: `courts/b01fa`. */
  unit: string
  /** Only the day is known; `time` is then its midnight in London. */
  timeprecision?: 'day'
  /** Absent: the contract's own marking. */
  marking?: string
  sequence?: string
  correlationid?: string
  causationid?: string
  partitionkey?: string
  traceparent?: string
}

/** A fact of the contract `Name`, ready to be published. */
export interface HubEvent<Name extends ContractName = ContractName> extends EventHeading {
  specversion: '1.0'
  type: string
  dataschema: string
  datacontenttype: 'application/json'
  marking: string
  data: EventDataByName[Name]
}

export interface Fault {
  code: string
  at?: string
  says: string
}

export interface Receipt {
  index: number
  status: 'accepted' | 'duplicate' | 'refused'
  id?: string
  source?: string
  of?: { id: string; source: string; settledAt?: string; index?: number }
  faults?: readonly Fault[]
}

/** A copy as an agreement gives it: any field of the contract may have been withheld. */
export interface Copy extends EventHeading {
  specversion: '1.0'
  type: string
  dataschema: string
  marking: string
  data: unknown
  recipient: string
  /** The row of the disclosure ledger behind it. */
  disclosure: string
  occasion: string
}

export interface Page {
  copies: Copy[]
  /** Where to go on. Keep it only once the page has been taken over. */
  cursor: string
  more: boolean
}
