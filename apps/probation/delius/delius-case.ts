/** What Delius holds of one case, under its case reference number, with what the recall desk has added. */
export interface DeliusCase {
  crn: string
  person: Record<string, unknown>
  borough?: string
  recalls: Record<string, RecallCase>
  /** The licences by kind; an ended one stays, marked. */
  licences: Record<string, Licence>
  registration?: Registration
  /** What was asked of the police last. */
  request?: InformationRequest
}

export interface RecallCase {
  recallType: string
  emergency: boolean
  reasons: string[]
  outcome?: string
  lengthDays?: number
  prison?: string
  documents: string[]
}

export interface Licence {
  action: string
  conditions: string[]
  expiresOn?: string
  /** When the person is to leave the prison, for a temporary one. */
  leavesAt?: string
}

export interface Registration {
  action: string
  category: string
  level: string
  startedOn: string
  reviewOn?: string
  endedOn?: string
}

export interface InformationRequest {
  requestId: string
  purpose: string
  urgent: boolean
}
