/** What NOMIS holds of one prisoner, under the prison number. */
export interface Prisoner {
  noms: string
  person: Record<string, unknown>
  /** The agency that holds the prisoner, or held him last. */
  prison: string
  inside: boolean
  /** The prison's own alert for MAPPA or ViSOR (DOMAIN C.4, P11 to PVN). */
  flagged: boolean
  /** Whether the sentence, of twelve months or more, ends on a licence. */
  licence: boolean
  foreignNational: boolean
  /** Where he is to live: the borough, and the address where it is known. */
  borough?: string
  address?: string
  releaseDate?: string
  dateType?: string
  confirmed?: boolean
  lastMovement?: Movement
  /** A temporary absence that was authorised last. */
  absence?: Absence
}

export interface Absence {
  /** When it was authorised, and by which agency. */
  at: string
  prison: string
  leavesAt: string
  returnsAt: string
  purpose: string
  borough: string
}

export interface Movement {
  way: 'IN' | 'OUT'
  at: string
  reason: string
  recall: boolean
  /** The event that the services send only after 45 minutes, when nobody has come back (DOMAIN C.10), was sent. */
  announced: boolean
}
